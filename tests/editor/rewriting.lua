-- A paragraph written again by a model, saved, undone and saved again.
local nvim = dofile(vim.env.NEOVIM)
local seen = nvim.seen

nvim.session(function()
  nvim.attach()
  local before = nvim.text()
  nvim.go_to('金魚を')
  vim.lsp.buf.execute_command(nvim.action('Rewrite this paragraph').command)
  nvim.wait('the edit', function() return nvim.text() ~= before end)
  seen.rewritten = nvim.text()
  vim.cmd('write')
  seen.saved = table.concat(vim.fn.readfile(vim.fn.expand('%'), 'b'), '\n')
  vim.cmd('undo')
  seen.undone = nvim.text() == before
  vim.cmd('write')
end)
