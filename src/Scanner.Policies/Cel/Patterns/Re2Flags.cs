namespace Scanner.Policies.Cel.Patterns;

/// <summary>The flags <c>i</c>, <c>m</c>, <c>s</c> and <c>U</c> of a group.</summary>
internal readonly record struct Re2Flags(bool IgnoresCase, bool IsMultiline, bool DotTakesAll, bool IsUngreedy)
{
    /// <summary>Reads what stands after <c>(?</c>.</summary>
    /// <param name="isGroup">Whether a group follows (<c>(?i:</c>) or the flags stand alone (<c>(?i)</c>).</param>
    public Re2Flags Read(Re2Reader reader, out bool isGroup)
    {
        var flags = this;
        var isOn = true;
        var count = 0;
        while (!reader.IsAtEnd)
        {
            var c = reader.Take();
            if ((c is ':' or ')') && (isOn || count > 0))
            {
                isGroup = c == ':';
                return isGroup || count > 0 ? flags : throw new Re2SyntaxException("missing argument to repetition operator");
            }

            if (c == '-' && isOn)
            {
                isOn = false;
                count = 0;
                continue;
            }

            count++;
            flags = c switch
            {
                'i' => flags with { IgnoresCase = isOn },
                'm' => flags with { IsMultiline = isOn },
                's' => flags with { DotTakesAll = isOn },
                'U' => flags with { IsUngreedy = isOn },
                _ => throw new Re2SyntaxException("invalid or unsupported Perl syntax"),
            };
        }

        throw new Re2SyntaxException("missing closing )");
    }
}
