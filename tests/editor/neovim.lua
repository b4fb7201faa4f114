-- What a session of Neovim 0.7 or newer, without a screen, does: `seen` goes to $SEEN as JSON.
local M = { seen = {} }

function M.wait(what, ready)
  if not vim.wait(20000, ready, 20) then error(what .. ' does not come') end
end

function M.go_to(words)
  vim.fn.cursor(1, 1)
  assert(vim.fn.search('\\V' .. words, 'c') > 0, words)
end

function M.ask(method, params)
  for _, reply in pairs(assert(vim.lsp.buf_request_sync(0, method, params, 20000))) do return reply.result end
end

function M.text() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n') .. '\n' end

function M.action(title)
  local params = vim.lsp.util.make_range_params(0, 'utf-16')
  params.context = { diagnostics = {} }
  for _, action in ipairs(M.ask('textDocument/codeAction', params)) do
    if action.title == title then return action end
  end
  error(title .. ' is not offered')
end

function M.attach()
  local draft = vim.api.nvim_get_current_buf()
  local client = assert(vim.lsp.start_client({ name = 'drafter', cmd = { vim.env.PYTHON, '-m', 'drafter', 'lsp' } }))
  vim.lsp.buf_attach_client(draft, client)
  M.wait('the first diagnostics', function() return #vim.diagnostic.get(draft) > 0 end)
  return draft
end

function M.session(run)
  local ok, problem = xpcall(run, debug.traceback)
  M.seen.problem = not ok and problem or nil
  vim.fn.writefile({ vim.fn.json_encode(M.seen) }, vim.env.SEEN)
  vim.cmd('qall!')
end

return M
