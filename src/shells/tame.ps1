# Completion for PowerShell, 5.1 and later. It asks tame at each TAB, so it is never out of date.

Register-ArgumentCompleter -Native -CommandName tame -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $typed = @($commandAst.CommandElements |
        Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object {
            if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
        })

    # Through the environment: as arguments, PowerShell before 7.3 would lose an empty word and every quote.
    try {
        $env:TAME_COMPLETE = ($typed + $wordToComplete) -join "`n"
        $lines = @(tame complete powershell 2>$null)
    }
    catch { $lines = @() }
    finally { Remove-Item Env:TAME_COMPLETE -ErrorAction SilentlyContinue }

    if ($lines.Count -gt 0 -and $lines[0].StartsWith(':files')) {
        # Without an answer, PowerShell lists files itself.
        $before = $lines[0].Substring(6).TrimStart("`t")
        if ($before -eq '') { return }
        return [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete.Substring($before.Length)) |
            ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($before + $_.CompletionText, $_.ListItemText, $_.ResultType, $_.ToolTip)
            }
    }

    $lines | ForEach-Object {
        $value, $description = $_ -split "`t", 2
        if (-not $description) { $description = $value }
        $text = if ($value -match '[^\w.:/=-]') { "'" + $value.Replace("'", "''") + "'" } else { $value }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $description)
    }
}
