import {describe, expect, test} from 'vitest'
import {checkCondition} from '../../src/policy/condition.js'
import type {ExpressionProblem} from '../../src/policy/problem.js'

/** What people write, and all that is said of it: code, place, message and what to try. */
const mistakes: readonly (readonly [source: string, ...problems: string[]])[] = [
  ['tool_name == "a" && tool_args.x', 'WRONG_OPERATOR 17-19: `&&` is written `and` here \u2192 Write and'],
  ['tool_name == "a" || tool_args.x', 'WRONG_OPERATOR 17-19: `||` is written `or` here \u2192 Write or'],
  ['!tool_args.x', 'WRONG_OPERATOR 0-1: `!` is written `not` here \u2192 Write not'],
  ['tool_name = "a"', 'WRONG_OPERATOR 10-11: `=` is written `==` here \u2192 Write =='],
  ['tool_name === "a"', 'WRONG_OPERATOR 10-13: `===` is written `==` here \u2192 Write =='],
  ['tool_name !== "a"', 'WRONG_OPERATOR 10-13: `!==` is written `!=` here \u2192 Write !='],
  ['tool_name <> "a"', 'WRONG_OPERATOR 10-12: `<>` is written `!=` here \u2192 Write !='],
  [
    'tool_args.path.startsWith("/etc")',
    'UNKNOWN_METHOD 15-25: There is no method `startsWith` \u2192 Did you mean startswith?',
  ],
  [
    'tool_args.path.contains("x")',
    'UNKNOWN_METHOD 15-23: There is no method `contains` \u2192 Write part in text',
  ],
  [
    'tool_args.path contains "x"',
    'UNEXPECTED_TOKEN 15-23: `contains` can\'t stand between two values \u2192 Write "part" in text',
  ],
  ['tool_args.x == NULL', 'UNKNOWN_NAME 15-19: There is no name `NULL` \u2192 Did you mean null?'],
  ['tool_args.x == undefined', 'UNKNOWN_NAME 15-24: There is no name `undefined` \u2192 Did you mean null?'],
  ['tool_args.x is None', 'WRONG_OPERATOR 12-14: `is` is written `==` here \u2192 Write == null'],
  ['tool_args.x is not None', 'WRONG_OPERATOR 12-18: `is not` is written `!=` here \u2192 Write != null'],
  ['tool_args.x is True', 'WRONG_OPERATOR 12-14: `is` is written `==` here \u2192 Write =='],
  [
    '1 if tool_args.x else 2',
    'NOT_SUPPORTED 2-4: There is no `if … else` inside a condition \u2192 Write (a and b) or (not a and c), or two rules',
  ],
  [
    'tool_args.x ? 1 : 2',
    'NOT_SUPPORTED 12-13: There is no `if … else` inside a condition \u2192 Write (a and b) or (not a and c), or two rules',
  ],
  [
    'f"a{tool_name}" == "b"',
    'NOT_SUPPORTED 0-2: Text can\'t have the prefix `f` \u2192 Join texts with +, as in "/home/" + user.id',
  ],
  [
    'r"\\d" == "b"',
    "NOT_SUPPORTED 0-2: Text can't have the prefix `r` \u2192 Leave out the r, and write each backslash twice",
  ],
  [
    'tool_name == “read_file”',
    'WRONG_QUOTE 13-14: `“` is not a quote that text can stand in \u2192 Use "…" or \'…\'',
  ],
  [
    'tool_name == ‘read_file’',
    'WRONG_QUOTE 13-14: `‘` is not a quote that text can stand in \u2192 Use "…" or \'…\'',
  ],
  [
    'tool_name == "read_file',
    'UNTERMINATED_TEXT 13-23: The text that begins here has no closing " on its line \u2192 Close it with "; a line break inside is written \\n',
  ],
  [
    'tool_name == read_file',
    'UNKNOWN_NAME 13-22: There is no name `read_file` \u2192 If it is text, put it in quotes: "read_file"',
  ],
  [
    'lambda x: x',
    'NOT_SUPPORTED 0-6: There are no lambdas \u2192 Write any(… for x in …) or all(… for x in …)',
  ],
  ['len(tool_args.x) > = 3', 'WRONG_OPERATOR 17-20: `> =` is written `>=`, without a space \u2192 Write >='],
  ['len(tool_args.x) < = 3', 'WRONG_OPERATOR 17-20: `< =` is written `<=`, without a space \u2192 Write <='],
  [
    'len(x) => 3',
    'UNKNOWN_NAME 4-5: There is no name `x` \u2192 If it is text, put it in quotes: "x"',
    'WRONG_OPERATOR 7-9: `=>` is written `>=` here \u2192 Write >=',
  ],
  ['tool_nmae == "a"', 'UNKNOWN_NAME 0-9: There is no name `tool_nmae` \u2192 Did you mean tool_name?'],
  ['args.path == "a"', 'UNKNOWN_NAME 0-4: There is no name `args` \u2192 Did you mean tool_args?'],
  [
    'session.action_cnt > 3',
    'UNKNOWN_MEMBER 8-18: `session` has no member `action_cnt` \u2192 Did you mean session.action_count?',
  ],
  [
    'session.action_count == "3"',
    'NEVER_MATCHES 0-27: A number never equals text \u2192 Write 3, without quotes',
  ],
  [
    'session > 3',
    'UNKNOWN_MEMBER 0-7: `session` is not a value by itself \u2192 Its members are id, action_count, allowed_count, denied_count, estimated_cost, age_seconds, calls',
  ],
  [
    'session.foo.bar',
    'UNKNOWN_MEMBER 8-11: `session` has no member `foo` \u2192 Its members are id, action_count, allowed_count, denied_count, estimated_cost, age_seconds, calls',
  ],
  ['tool_name > 5', 'NEVER_MATCHES 0-13: Text and a number have no order \u2192 Write "5", in quotes'],
  ['tool_name in [1, 2]', 'NEVER_MATCHES 0-19: Text is never in a list of numbers'],
  ['tool_name in []', 'NEVER_MATCHES 0-15: Nothing is in an empty list'],
  ['tool_name in 5', 'NEVER_MATCHES 13-14: `in` looks into text, a list or a map, and this is a number'],
  [
    'len(tool_args.a, 2)',
    'WRONG_ARGUMENT_COUNT 0-19: `len` takes 1 argument, and here are 2 \u2192 Write len(value)',
  ],
  ['len()', 'WRONG_ARGUMENT_COUNT 0-5: `len` takes 1 argument, and here are none \u2192 Write len(value)'],
  ['length(tool_args.a)', 'UNKNOWN_FUNCTION 0-6: There is no function `length` \u2192 Write len(x)'],
  [
    'startswith(tool_args.a, "x")',
    'UNKNOWN_FUNCTION 0-10: There is no function `startswith` \u2192 It is a method: x.startswith(…)',
  ],
  ['tool_args.a.len()', 'UNKNOWN_METHOD 12-15: There is no method `len` \u2192 It is a function: len(x)'],
  ['lenn(tool_args.a)', 'UNKNOWN_FUNCTION 0-4: There is no function `lenn` \u2192 Did you mean len?'],
  [
    'tool_args.path.startswith()',
    'WRONG_ARGUMENT_COUNT 0-27: `startswith` takes 1 argument, and here are none \u2192 Write x.startswith(part)',
  ],
  [
    'tool_args.path.startswith(1)',
    'WRONG_TYPE 26-27: `startswith` takes text or a list here, and this is a number',
  ],
  [
    'tool_args.path.startswith([1])',
    'WRONG_TYPE 26-29: `startswith` takes a list of text here, and this is one of numbers',
  ],
  [
    'session.action_count.startswith("a")',
    'WRONG_TYPE 21-31: `startswith` is a method of text, and this is a number',
  ],
  [
    'session.get("id")',
    'UNKNOWN_METHOD 8-11: `session` has no methods \u2192 Its members are id, action_count, allowed_count, denied_count, estimated_cost, age_seconds, calls',
  ],
  ['tool_args.startswith("a")', 'WRONG_TYPE 10-20: `startswith` is a method of text, and this is a map'],
  [
    'tool_args.xs[0:3]',
    "NOT_SUPPORTED 14-15: Parts of a text or list can't be cut out with `:` \u2192 Use startswith, endswith, split or find",
  ],
  [
    'tool_args.xs.0',
    "UNEXPECTED_TOKEN 13-14: A number can't follow a dot \u2192 An item of a list is written [0]",
  ],
  ['tool_args.', 'UNEXPECTED_TOKEN 9-10: After a dot comes a name'],
  ['tool_args..x', 'UNEXPECTED_TOKEN 10-11: After a dot comes a name'],
  ['tool_args["a"', 'UNCLOSED_BRACKET 9-10: This `[` is never closed \u2192 Close it with ]'],
  ['(tool_args.a or tool_args.b', 'UNCLOSED_BRACKET 0-1: This `(` is never closed \u2192 Close it with )'],
  [
    'tool_args.a)',
    'STRAY_BRACKET 11-12: This `)` closes nothing \u2192 Delete it, or open a bracket before it',
  ],
  ['[1, 2', 'UNCLOSED_BRACKET 0-1: This `[` is never closed \u2192 Close it with ]'],
  ['(1, 2)', 'NOT_SUPPORTED 0-3: A list stands in square brackets \u2192 Write [1, 2] instead of (1, 2)'],
  ['[1, 2)', 'STRAY_BRACKET 5-6: `[` is closed by `)` \u2192 Close it with ]'],
  ['()', 'UNEXPECTED_TOKEN 0-2: There is nothing in these brackets'],
  [
    'tool_args.a ==',
    'UNEXPECTED_END 12-14: The condition ends where a value is missing after `==` \u2192 Add it, or delete the ==',
  ],
  ['== 3', 'UNEXPECTED_TOKEN 0-2: A value is missing, before `==`'],
  ['and tool_args.a', 'UNEXPECTED_TOKEN 0-3: A value is missing, before `and`'],
  [
    'tool_args.a and',
    'UNEXPECTED_END 12-15: The condition ends where a value is missing after `and` \u2192 Add it, or delete the and',
  ],
  ['tool_args.a and and tool_args.b', 'UNEXPECTED_TOKEN 16-19: A value is missing after `and`, before `and`'],
  [
    'tool_args.a tool_args.b',
    'UNEXPECTED_TOKEN 12-21: Unexpected `tool_args` after `a` \u2192 Put an operator between them: and, or, ==, in, …',
  ],
  [
    'tool_args.a == not tool_args.b',
    'UNEXPECTED_TOKEN 15-30: After `==`, `not` needs brackets around it \u2192 Write == (not …)',
  ],
  [
    '"a" "b"',
    'UNEXPECTED_TOKEN 4-7: Two texts stand side by side \u2192 Put a comma between the items of a list, or + to join them',
  ],
  [
    '"\\q"',
    'UNKNOWN_ESCAPE 1-3: `\\q` is not an escape that text knows \u2192 For a backslash itself write \\\\q; known are \\n \\t \\r \\\\ \\\' \\" \\xNN \\uNNNN',
  ],
  [
    '"\\u12"',
    'UNKNOWN_ESCAPE 1-3: `\\u` is not an escape that text knows \u2192 For a backslash itself write \\\\u; known are \\n \\t \\r \\\\ \\\' \\" \\xNN \\uNNNN',
  ],
  ['"\\ud83d"', 'UNKNOWN_ESCAPE 1-7: `\\ud83d` is half a character \u2192 Write the character itself'],
  ['1_000 == 1', 'BAD_NUMBER 0-5: `1_000` is not a number \u2192 Write 1000'],
  ['.5 == 1', 'BAD_NUMBER 0-2: `.5` is not a number \u2192 Write 0.5'],
  ['0x10 == 1', 'BAD_NUMBER 0-4: `0x10` is not a number \u2192 Write 16'],
  ['010 == 1', 'BAD_NUMBER 0-3: `010` is not a number \u2192 Write 10'],
  ['1. == 1', 'BAD_NUMBER 0-2: `1.` is not a number \u2192 Write 1.0'],
  [
    '12345678901234567890 == 1',
    "BAD_NUMBER 0-20: `12345678901234567890` can't be told from its neighbours: whole numbers are exact up to 9007199254740991 \u2192 Compare it as text, in quotes",
  ],
  ['1e999 == 1', 'BAD_NUMBER 0-5: `1e999` is larger than any number can be'],
  ['2 ** 3', 'NOT_SUPPORTED 2-4: There is no power operator \u2192 Multiply: x * x'],
  [
    '{"a": 1}',
    "NOT_SUPPORTED 0-1: Maps and sets can't be written in a condition \u2192 Write a list: [1, 2]",
  ],
  ['a ?? b', 'NOT_SUPPORTED 2-4: There is no `??` \u2192 Write x.get("key", default)'],
  ['tool_args?.x', 'NOT_SUPPORTED 9-11: `?.` is not needed: a member of null is null \u2192 Write .'],
  [
    'tool_args.x =~ "a"',
    'NOT_SUPPORTED 12-14: There is no operator for patterns \u2192 Write matches(text, "regex")',
  ],
  [
    'x := 3',
    'UNKNOWN_NAME 0-1: There is no name `x` \u2192 If it is text, put it in quotes: "x"',
    'WRONG_OPERATOR 2-4: `:=` is written `==` here \u2192 Write ==',
  ],
  [
    'any(x for x in tool_args.a if x)',
    'NOT_SUPPORTED 27-29: `for` has no `if` here \u2192 Write any(… and … for x in …) or all(not … or … for x in …)',
  ],
  [
    '[x for x in tool_args.a]',
    'NOT_SUPPORTED 3-6: There are no list comprehensions \u2192 Write any(… for x in …), without square brackets',
  ],
  [
    'len(x for x in tool_args.a)',
    'NOT_SUPPORTED 6-9: `for` stands only in any(…) and all(…) \u2192 Write any(… for x in …)',
  ],
  [
    'any(x > 1 for tool_name in tool_args.a)',
    'UNKNOWN_NAME 4-5: There is no name `x` \u2192 If it is text, put it in quotes: "x"',
    'NAME_TAKEN 14-23: `tool_name` already means something here \u2192 Choose another name',
  ],
  [
    'any(x > 1 for x of tool_args.a)',
    'UNEXPECTED_TOKEN 16-18: After `for x` comes `in` \u2192 Write any(… for x in …)',
  ],
  ['any(x > 1 for x in 5)', 'WRONG_TYPE 19-20: `any` goes over the items of a list, and this is a number'],
  [
    'any([1], [2])',
    'WRONG_ARGUMENT_COUNT 0-13: `any` takes 1 argument, and here are 2 \u2192 Write any(list)',
  ],
  ['1 / 0 == 1', 'ALWAYS_FAILS 4-5: Division by zero'],
  [
    '"a" + 1 == "b"',
    "WRONG_TYPE 0-7: `+` can't be applied to text and a number \u2192 Write str(x) to join a value to text",
  ],
  ['tool_args.a - "x"', "WRONG_TYPE 0-17: `-` can't be applied to text"],
  ['-"x"', 'WRONG_TYPE 1-4: `-` takes a number, and this is text'],
  [
    'datetime.weekday == "monday"',
    'NEVER_MATCHES 0-28: A number never equals text \u2192 Write 0: Monday is 0',
  ],
  ['tool_name == null', 'NEVER_MATCHES 0-17: Text never equals null'],
  ['tool_args.x > null', 'NEVER_MATCHES 0-18: Null has no order \u2192 Write == null or != null'],
  [
    'тool_name == "a"',
    'UNEXPECTED_CHARACTER 0-1: Unexpected `т` (U+0442) \u2192 Names have only a-z, A-Z, 0-9 and _; other keys are written tool_args["…"]',
  ],
  ['tool_name == "a" and $x', 'UNEXPECTED_CHARACTER 21-22: Unexpected `$`'],
  ['tool_args["x"] is not True', 'WRONG_OPERATOR 15-21: `is not` is written `!=` here \u2192 Write !='],
  ['matches(tool_args.x, "(")', 'BAD_ARGUMENT 21-24: `matches`: missing closing )'],
  [
    'matches(tool_args.x, tool_args.y)',
    'NOT_LITERAL 21-32: What `matches` looks for must be written in the condition itself \u2192 Write it as text in quotes',
  ],
  [
    'glob(tool_args.x, "a", tool_args.y)',
    'NOT_LITERAL 23-34: What `glob` looks for must be written in the condition itself \u2192 Write it as text in quotes',
  ],
  [
    'matches(tool_args.x)',
    'WRONG_ARGUMENT_COUNT 0-20: `matches` takes 2 arguments, and here is 1 \u2192 Write matches(text, regex)',
  ],
  ['under(tool_args.path, "")', 'BAD_ARGUMENT 22-24: `under`: the directory is empty'],
  [
    'under(tool_args.path, tool_args.root, "*")',
    'BAD_ARGUMENT 38-41: `under`: under takes directories, not patterns; try glob',
  ],
  [
    'ip_in(tool_args.ip, "10.0.0.0/33")',
    'BAD_ARGUMENT 20-33: `ip_in`: "10.0.0.0/33": the prefix is at most 32',
  ],
  [
    'host_in(tool_args.url, "https://a.com")',
    'BAD_ARGUMENT 23-38: `host_in`: "https://a.com" is not a domain; leave out scheme, port and path',
  ],
  ['under(5, "/tmp")', 'WRONG_TYPE 6-7: `under` takes text here, and this is a number'],
  [
    'tool_args.__proto__.x == 1 and toString()',
    'UNKNOWN_FUNCTION 31-39: There is no function `toString` \u2192 There are len, str, int, float, abs, min, max, any, all, under, glob, host_in, ip_in, matches, host',
  ],
  [
    'tool_args.path.endsWith("x") and tool_args.a.toLowerCase() == "b"',
    'UNKNOWN_METHOD 15-23: There is no method `endsWith` \u2192 Did you mean endswith?',
    'UNKNOWN_METHOD 45-56: There is no method `toLowerCase` \u2192 Write .lower()',
  ],
  ['tool_name.length > 3', 'UNKNOWN_MEMBER 10-16: Text has no member `length` \u2192 Write len(x)'],
  [
    'tool_args.x.items()',
    'UNKNOWN_METHOD 12-17: There is no method `items` \u2192 Write any(… for key in map.keys())',
  ],
  [
    'session[tool_args.x] == 1',
    'NOT_LITERAL 8-19: The members of `session` are named \u2192 Write session.id',
  ],
  [
    'session["action_counts"] == 1',
    'UNKNOWN_MEMBER 8-23: `session` has no member `action_counts` \u2192 Did you mean session.action_count?',
  ],
  ['agent.tag == "x"', 'UNKNOWN_MEMBER 6-9: `agent` has no member `tag` \u2192 Did you mean agent.tags?'],
  ['tool_args.x["a" == 1', 'UNCLOSED_BRACKET 11-12: This `[` is never closed \u2192 Close it with ]'],
  ['len', 'UNKNOWN_NAME 0-3: `len` is a function \u2192 Write len(…)'],
  [
    "tool_args.x == 'don't'",
    "UNTERMINATED_TEXT 21-22: The text that begins here has no closing ' on its line \u2192 Close it with '; a line break inside is written \\n",
  ],
  [
    'tool_args.x == "a" AND tool_args.y == "b"',
    'WRONG_OPERATOR 19-22: `AND` is written `and` here \u2192 Write and',
  ],
  ['NOT tool_args.x', 'WRONG_OPERATOR 0-3: `NOT` is written `not` here \u2192 Write not'],
  [
    'tool_args.x in ("a", "b")',
    'NOT_SUPPORTED 15-20: A list stands in square brackets \u2192 Write [1, 2] instead of (1, 2)',
  ],
  [
    'tool_args.n between 1 and 2',
    "UNEXPECTED_TOKEN 12-19: `between` can't stand between two values \u2192 Write low <= x <= high",
  ],
  [
    'tool_name.startswith("a") in 3',
    'NEVER_MATCHES 29-30: `in` looks into text, a list or a map, and this is a number',
  ],
  ['1 <= "a"', 'NEVER_MATCHES 0-8: A number and text have no order \u2192 Write "1", in quotes'],
  ['session.calls[3] > 1', 'WRONG_TYPE 14-15: An item of a map has text as its index, and this is a number'],
  [
    'tool_name[0:1]',
    "NOT_SUPPORTED 11-12: Parts of a text or list can't be cut out with `:` \u2192 Use startswith, endswith, split or find",
  ],
  [
    'tool_args.xs["0"] == tool_name["a"]',
    'WRONG_TYPE 31-34: An item of text has a number as its index, and this is text',
  ],
  [
    'not',
    'UNEXPECTED_END 0-3: The condition ends where a value is missing after `not` \u2192 Add it, or delete the not',
  ],
  ['tool_args.a == 1;', 'UNEXPECTED_TOKEN 16-17: Unexpected `;` after `1`'],
  [
    'tool_args.a == 1 // comment',
    'UNKNOWN_NAME 20-27: There is no name `comment` \u2192 If it is text, put it in quotes: "comment"',
  ],
  [
    'tool_args.a -- b',
    'UNKNOWN_NAME 15-16: There is no name `b` \u2192 If it is text, put it in quotes: "b"',
  ],
  ['a++', 'NOT_SUPPORTED 2-3: A condition changes nothing \u2192 Compare with =='],
  ['@admin', 'UNEXPECTED_CHARACTER 0-1: Unexpected `@`'],
  ['tool_args.x == true == "a"', 'NEVER_MATCHES 15-26: True or false never equals text'],
  ['agent.tags == "a"', 'NEVER_MATCHES 0-17: A list never equals text'],
  ['"a" in agent.tags and 3 in agent.tags', 'NEVER_MATCHES 22-37: A number is never in a list of text'],
  ['any(t.x for t in agent.tags)', 'UNKNOWN_MEMBER 6-7: Text has no member `x`'],
  [
    'any(x for x in tool_args.a for y in x)',
    'NOT_SUPPORTED 27-30: There is only one `for` in any(…) and all(…) \u2192 Write any(any(… for y in x) for x in …)',
  ],
  [
    'all(x in tool_args.a)',
    'UNKNOWN_NAME 4-5: There is no name `x` \u2192 If it is text, put it in quotes: "x"',
    'WRONG_TYPE 4-20: `all` takes text, a list or a map here, and this is true or false \u2192 Write all(… for x in list)',
  ],
  [
    'len(x = 1)',
    'UNKNOWN_NAME 4-5: There is no name `x` \u2192 If it is text, put it in quotes: "x"',
    'WRONG_TYPE 4-9: `len` takes text, a list or a map here, and this is true or false',
    'WRONG_OPERATOR 6-7: `=` is written `==` here \u2192 Write ==',
  ],
  [
    'any(len for len in tool_args.a)',
    'NAME_TAKEN 12-15: `len` already means something here \u2192 Choose another name',
  ],
  [
    'any(x > 1)',
    'UNKNOWN_NAME 4-5: There is no name `x` \u2192 If it is text, put it in quotes: "x"',
    'WRONG_TYPE 4-9: `any` takes text, a list or a map here, and this is true or false \u2192 Write any(… for x in list)',
  ],
  [
    'tool_args.x == 1\u00a0and tool_args.y',
    'UNEXPECTED_CHARACTER 16-17: U+00A0 stands here: it looks like a space but is none \u2192 Replace it with a plain space',
  ],
  [
    '"a\u202eb"',
    "UNEXPECTED_CHARACTER 2-3: The text holds U+202E, which can't be seen \u2192 If it is meant, write \\u202e",
  ],
  [
    '"a\u0000"',
    "UNEXPECTED_CHARACTER 2-3: The text holds U+0000, which can't be seen \u2192 If it is meant, write \\x00",
  ],
  ['', 'EMPTY_CONDITION 0-0: The condition is empty'],
  ['   # c', 'EMPTY_CONDITION 6-6: The condition is empty'],
  ['\u0000\u0001\u0002', "UNEXPECTED_CHARACTER 0-3: Unexpected U+0000, which can't be seen"],
  [
    '(((((((((((',
    'UNEXPECTED_END 10-11: The condition ends where a value is missing after `(` \u2192 Add it, or delete the (',
  ],
  [
    '"""',
    'UNTERMINATED_TEXT 2-3: The text that begins here has no closing " on its line \u2192 Close it with "; a line break inside is written \\n',
  ],
  [
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa == 1',
    'UNKNOWN_NAME 0-100: There is no name `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…` \u2192 If it is text, put it in quotes: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"',
  ],
  [
    'tool_args.x === "a" && toolname == "b" or foo(1)',
    'WRONG_OPERATOR 12-15: `===` is written `==` here \u2192 Write ==',
    'WRONG_OPERATOR 20-22: `&&` is written `and` here \u2192 Write and',
    'UNKNOWN_NAME 23-31: There is no name `toolname` \u2192 Did you mean tool_name?',
    'UNKNOWN_FUNCTION 42-45: There is no function `foo` \u2192 There are len, str, int, float, abs, min, max, any, all, under, glob, host_in, ip_in, matches, host',
  ],
  [
    'tool_name in ("read_file")',
    'NOT_SUPPORTED 13-26: One text in brackets is no list: `in` would look for a part of it → Write ["read_file"]',
  ],
  [
    'max(session.action_count) > 1',
    'WRONG_TYPE 4-24: `max` takes text, a list or a map here, and this is a number',
  ],
  [
    'session.get("id") == session.calls.get(1)',
    'UNKNOWN_METHOD 8-11: `session` has no methods → Its members are id, action_count, allowed_count, denied_count, estimated_cost, age_seconds, calls',
    'WRONG_TYPE 39-40: `get` takes text here, and this is a number',
  ],
  [
    'any(any(x for x in x) for x in tool_args.a)',
    'NAME_TAKEN 14-15: `x` already means something here → Choose another name',
  ],
  ['agent.id == 5', 'NEVER_MATCHES 0-13: Text or null never equals a number → Write "5", in quotes'],
]

function problemText({code, start, end, message, suggestion}: ExpressionProblem): string {
  const advice = suggestion === undefined ? '' : ` → ${suggestion}`
  return `${code} ${start}-${end}: ${message}${advice}`
}

describe('a mistake', () => {
  test.each(mistakes)('%j is told', (source, ...problems) => {
    expect(checkCondition(source).problems.map(problemText)).toEqual(problems)
  })
})
