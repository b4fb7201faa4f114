-- A session of Neovim 0.7 or newer, without a screen: what it saw goes to $SEEN as JSON.
local seen = {}

local function wait(what, ready)
  if not vim.wait(20000, ready, 20) then error(what .. ' does not come') end
end

local function go_to(words)
  vim.fn.cursor(1, 1)
  assert(vim.fn.search('\\V' .. words, 'c') > 0, words)
end

local function ask(method, params)
  for _, reply in pairs(assert(vim.lsp.buf_request_sync(0, method, params, 20000))) do return reply.result end
end

local function text() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n') .. '\n' end

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
  local draft = vim.api.nvim_get_current_buf()
  local client = assert(vim.lsp.start_client({ name = 'drafter', cmd = { vim.env.PYTHON, '-m', 'drafter', 'lsp' } }))
  vim.lsp.buf_attach_client(draft, client)
  wait('the first diagnostics', function() return #vim.diagnostic.get(draft) > 0 end)
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
  local params = vim.lsp.util.make_range_params(0, 'utf-16')
  params.context = { diagnostics = {} }
  for _, action in ipairs(ask('textDocument/codeAction', params)) do
    if action.title == 'Accept this sentence as mine' then vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16') end
  end
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

local ok, problem = xpcall(run, debug.traceback)
seen.problem = not ok and problem or nil
vim.fn.writefile({ vim.fn.json_encode(seen) }, vim.env.SEEN)
vim.cmd('qall!')
