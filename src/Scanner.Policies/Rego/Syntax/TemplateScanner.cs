using System.Text;

namespace Scanner.Policies.Rego.Syntax;

/// <summary>Cuts <c>$"… {expression} …"</c> into its parts. Texts within an expression may hold quotes and braces, and expressions again.</summary>
internal ref struct TemplateScanner(ReadOnlySpan<char> text, int start)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at = start;

    /// <param name="start">Of the quote.</param>
    public static (List<TemplatePart> Parts, int End) Read(ReadOnlySpan<char> text, int start)
    {
        var scanner = new TemplateScanner(text, start);
        var parts = scanner.Parts();
        return (parts, scanner._at);
    }

    private List<TemplatePart> Parts()
    {
        var quote = Take();
        var parts = new List<TemplatePart>();
        var literal = new StringBuilder();
        while (Peek() != quote)
        {
            var c = Take();
            if (c == '\\' && Peek() == '{')
            {
                literal.Append(Take());
            }
            else if (c == '{')
            {
                parts.Add(new TemplatePart(literal.ToString(), false));
                literal.Clear();
                var begin = _at;
                SkipExpression();
                parts.Add(new TemplatePart(_text[begin..(_at - 1)].ToString(), true));
            }
            else
            {
                literal.Append(c);
                // What is escaped is left as it is: a quote after it does not end the text.
                if (c == '\\' && quote == '"')
                    literal.Append(Take());
            }
        }

        Take();
        parts.Add(new TemplatePart(literal.ToString(), false));
        return parts;
    }

    /// <summary>To behind the brace that ends it.</summary>
    private void SkipExpression()
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        for (var depth = 1; depth > 0;)
        {
            switch (Peek())
            {
                case '{':
                    depth++;
                    break;
                case '}':
                    depth--;
                    break;
                case '$' when _at + 1 < _text.Length && _text[_at + 1] is '"' or '`':
                    _at++;
                    Parts();
                    continue;
                case '"' or '`':
                    SkipText();
                    continue;
            }

            _at++;
        }
    }

    private void SkipText()
    {
        var quote = Take();
        while (Peek() != quote)
        {
            if (Take() == '\\' && quote == '"')
                Take();
        }

        Take();
    }

    private readonly char Peek() => _at < _text.Length ? _text[_at] : throw new RegoSyntaxException("non-terminated string", _text.Length);

    private char Take()
    {
        var c = Peek();
        _at++;
        return c;
    }
}
