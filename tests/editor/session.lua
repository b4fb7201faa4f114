-- Hover, jump, diagnostics, a code action and its undo.
local nvim = dofile(vim.env.NEOVIM)
local seen, wait, go_to, ask, text = nvim.seen, nvim.wait, nvim.go_to, nvim.ask, nvim.text

local function codes()
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    local code = diagnostic.code or diagnostic.user_data.lsp.code
    local line = vim.fn.getline(diagnostic.lnum + 1)
    table.insert(found, { code = code, words = line:sub(diagnostic.col + 1, diagnostic.end_col) })
  end
  return found
end

local function run()
  local draft = nvim.attach()
  seen.diagnostics = codes()

  go_to('金魚を')
  seen.hover = ask('textDocument/hover', vim.lsp.util.make_position_params(0, 'utf-16')).contents.value
  vim.lsp.buf.definition()
  wait('the note', function() return vim.api.nvim_get_current_buf() ~= draft end)
  seen.note = vim.fn.expand('%:p')
  seen.words_there = vim.fn.getline('.'):sub(vim.fn.col('.'))
  vim.cmd('buffer ' .. draft)

  local before = text()
  go_to('来年も')
  vim.lsp.util.apply_workspace_edit(nvim.action('Accept this sentence as mine').edit, 'utf-16')
  seen.accepted = text()
  wait('diagnostics without the proposal', function()
    for _, found in ipairs(codes()) do
      if found.code == 'left-proposal' then return false end
    end
    return true
  end)
  vim.cmd('undo')
  seen.undone = text() == before

  go_to('終わりに')
  vim.cmd('normal! A🐟[池](/posts/nai/)')
  wait('a diagnostic of what was typed', function()
    for _, found in ipairs(codes()) do
      if found.code == 'dead-link' then seen.dead = found.words end
    end
    return seen.dead
  end)
  seen.lenses = {}
  local document = { textDocument = vim.lsp.util.make_text_document_params() }
  for _, lens in ipairs(ask('textDocument/codeLens', document)) do table.insert(seen.lenses, lens.command.title) end
end

nvim.session(run)
