using System.Collections.Immutable;
using System.Globalization;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Selectors;

/// <summary>Reads a label selector of a query, with the server's words for what is wrong (k8s.io/apimachinery/pkg/labels).</summary>
internal sealed class LabelSelectorParser(string text)
{
    private readonly List<LabelToken> _tokens = LabelToken.Read(text);
    private int _at;

    /// <exception cref="FormatException">Not a selector; the message is for the client.</exception>
    public ImmutableArray<LabelRequirement> Parse()
    {
        var requirements = ImmutableArray.CreateBuilder<LabelRequirement>();
        while (true)
        {
            var next = Peek();
            if (next.Kind.Length == 0)
                return requirements.ToImmutable();
            if (!Starts(next))
                throw new FormatException($"found '{next.Text}', expected: !, identifier, or 'end of string'");
            requirements.Add(Requirement());
            var after = Take();
            if (after.Kind.Length == 0)
                return requirements.ToImmutable();
            if (after.Kind != ",")
                throw new FormatException($"found '{after.Text}', expected: ',' or 'end of string'");
            if (!Starts(Peek()))
                throw new FormatException($"found '{Peek().Text}', expected: identifier after ','");
        }
    }

    private static bool Starts(LabelToken token) => IsWord(token) || token.Kind == "!";

    // Where a word is wanted, "in" and "notin" are words.
    private static bool IsWord(LabelToken token) => token.Kind is LabelToken.Word or "in" or "notin";

    private LabelRequirement Requirement()
    {
        var token = Take();
        var negated = token.Kind == "!";
        if (negated)
            token = Take();
        if (!IsWord(token))
            throw Unparsable($"found '{token.Text}', expected: identifier");
        var keyErrors = NameSyntax.KeyErrors(token.Text).ToArray();
        if (keyErrors.Length > 0)
            throw Unparsable($"<nil>: Invalid value: {GoText.Quote(token.Text)}: {string.Join("; ", keyErrors)}");
        if (negated)
            return new LabelRequirement(token.Text, LabelOperator.DoesNotExist, []);
        return Peek().Kind is "" or "," ? new LabelRequirement(token.Text, LabelOperator.Exists, []) : WithValues(token.Text, Take());
    }

    private LabelRequirement WithValues(string key, LabelToken sign)
    {
        LabelOperator op;
        switch (sign.Kind)
        {
            case "in" or "notin":
                op = sign.Kind == "in" ? LabelOperator.In : LabelOperator.NotIn;
                return Checked(new LabelRequirement(key, op, [.. Values().Order(StringComparer.Ordinal)]));
            case "=" or "==" or "!=" or ">" or "<":
                op = sign.Kind switch
                {
                    "!=" => LabelOperator.NotIn,
                    ">" => LabelOperator.GreaterThan,
                    "<" => LabelOperator.LessThan,
                    _ => LabelOperator.In,
                };
                return Checked(new LabelRequirement(key, op, [ExactValue()]));
            default:
                throw Unparsable($"found '{sign.Text}', expected: in, notin, =, ==, !=, gt, lt");
        }
    }

    private string ExactValue()
    {
        if (Peek().Kind is "" or ",")
            return "";
        var value = Take();
        return IsWord(value) ? value.Text : throw Unparsable($"found '{value.Text}', expected: identifier");
    }

    private SortedSet<string> Values()
    {
        if (Take() is { Kind: not "(" } open)
            throw Unparsable($"found '{open.Text}' expected: '('");
        var first = Peek();
        if (first.Kind == ")")
        {
            Take();
            return [""];
        }

        if (!IsWord(first) && first.Kind != ",")
            throw Unparsable($"found '{first.Text}', expected: ',', ')' or identifier");
        var values = new SortedSet<string>(StringComparer.Ordinal);
        while (!Value(values))
        {
        }

        return values;
    }

    // True after the closing parenthesis. An empty place between commas is the empty value.
    private bool Value(SortedSet<string> values)
    {
        var token = Take();
        if (IsWord(token))
        {
            values.Add(token.Text);
            if (Peek().Kind is not ("," or ")"))
                throw Unparsable($"found '{Peek().Text}', expected: ',' or ')'");
        }
        else if (token.Kind == ",")
        {
            if (values.Count == 0 || Peek().Kind is ")" or ",")
                values.Add("");
        }
        else
        {
            throw Unparsable($"found '{token.Text}', expected: ',', or identifier");
        }

        if (Peek().Kind != ")")
            return false;
        Take();
        return true;
    }

    private static LabelRequirement Checked(LabelRequirement requirement)
    {
        var errors = new List<string>();
        var isNumber = requirement.Operator is LabelOperator.GreaterThan or LabelOperator.LessThan;
        if (isNumber && !long.TryParse(requirement.Values[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            errors.Add($"values[0]: Invalid value: {GoText.Quote(requirement.Values[0])}: for 'Gt', 'Lt' operators, the value must be an integer");
        foreach (var (value, index) in requirement.Values.Select((v, i) => (v, i)))
        {
            var wrong = NameSyntax.ValueErrors(value).ToArray();
            if (wrong.Length > 0)
                errors.Add($"values[{index}][{requirement.Key}]: Invalid value: {GoText.Quote(value)}: {string.Join("; ", wrong)}");
        }

        return errors.Count switch
        {
            0 => requirement,
            1 => throw Unparsable(errors[0]),
            _ => throw Unparsable($"[{string.Join(", ", errors)}]"),
        };
    }

    private LabelToken Peek() => _tokens[Math.Min(_at, _tokens.Count - 1)];

    private LabelToken Take()
    {
        var token = Peek();
        _at++;
        return token;
    }

    private static FormatException Unparsable(string why) => new("unable to parse requirement: " + why);
}
