using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Syntax;

/// <summary>Reads terms with their operators.</summary>
internal abstract class TermParser(string text) : CollectionParser(text)
{
    /// <summary>From weakest to strongest; each level is read from the next.</summary>
    private static readonly (string Sign, string Function)[][] s_levels =
    [
        [("==", "equal"), ("!=", "neq"), ("<=", "lte"), (">=", "gte"), ("<", "lt"), (">", "gt")],
        [("|", "or")],
        [("&", "and")],
        [("+", "plus"), ("-", "minus")],
        [("*", "mul"), ("/", "div"), ("%", "rem")],
    ];

    /// <summary>The words that are no names, which depends on what the module imports.</summary>
    protected HashSet<string> Keywords { get; } = ["as", "default", "else", "import", "package", "not", "with", "null", "true", "false", "some"];

    /// <summary>Terms in parentheses: no key before them belongs to a membership within.</summary>
    private readonly HashSet<Term> _enclosed = new(ReferenceEqualityComparer.Instance);

    protected bool IsEnclosed(Term term) => _enclosed.Contains(term);

    /// <summary>Reads an expression that stands within a text.</summary>
    protected abstract Expression Part(string text);

    /// <summary>A term with its operators, membership too.</summary>
    protected sealed override Term Infix() => Membership(Relation(0, takesOr: true));

    protected sealed override Term HeadTerm() => Membership(Relation(0, takesOr: false));

    private Term Membership(Term left)
    {
        while (Keywords.Contains("in") && IsWord("in"))
        {
            var at = Take().At;
            left = new Term.Call(at, "internal.member_2", [left, Relation(0, takesOr: true)]);
        }

        return left;
    }

    /// <param name="takesOr">Whether <c>|</c> is an operator, or ends the head of a comprehension.</param>
    protected Term Relation(int level, bool takesOr)
    {
        if (level == s_levels.Length)
            return Primary();
        var left = Relation(level + 1, takesOr);
        while (OperatorAt(level, takesOr) is { } function)
        {
            var at = Take().At;
            left = new Term.Call(at, function, [left, Relation(level + 1, takesOr)]);
        }

        return left;
    }

    private string? OperatorAt(int level, bool takesOr)
    {
        if (Now.Kind != TokenKind.Sign || (!takesOr && Now.Text == "|"))
            return null;
        foreach (var (sign, function) in s_levels[level])
        {
            if (sign == Now.Text)
                return function;
        }

        return null;
    }

    protected Term Primary()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new RegoSyntaxException("nested too deeply", Now.At);
        var token = Now;
        var term = token.Kind switch
        {
            TokenKind.Name => Named(),
            TokenKind.Number => Number(""),
            TokenKind.Template => Template(),
            TokenKind.Text => new Term.Constant(Take().At, new RegoString(token.Text)),
            TokenKind.Sign => Bracketed(),
            _ => throw Unexpected("expected a term"),
        };
        return Suffixes(term);
    }

    private Term Bracketed()
    {
        switch (Now.Text)
        {
            case "-" when After is { Kind: TokenKind.Number, IsApart: false }:
                Take();
                return Number("-");
            case "(":
                Take();
                var inner = Infix();
                if (TryTake(","))
                {
                    var value = Infix();
                    inner = value is Term.Call { Function: "internal.member_2" } member
                        ? new Term.Call(member.At, "internal.member_3", [inner, .. member.Arguments])
                        : throw Unexpected("expected )");
                }

                Expect(")");
                _enclosed.Add(inner);
                return inner;
            case "[":
                return ArrayLike();
            case "{":
                return Braced();
            default:
                throw Unexpected("expected a term");
        }
    }

    /// <summary>As OPA has it, each expression becomes a set, which is empty where the expression is undefined.</summary>
    private Term.Call Template()
    {
        var token = Take();
        var items = ImmutableArray.CreateBuilder<Term>();
        foreach (var (text, isExpression) in token.Parts!)
        {
            if (!isExpression)
            {
                items.Add(new Term.Constant(token.At, new RegoString(token.Text == "\"" ? Lexer.Unescaped(text) : text)));
                continue;
            }

            var part = Part(text);
            if (part is not { IsNegated: false, Statement: Statement.Plain { Term: var term } })
                throw new RegoSyntaxException("unexpected expression in a template", token.At);
            var value = new Term.Variable(token.At, "$value");
            items.Add(new Term.Comprehension(token.At, RegoKind.Set, null, value, [part with { Statement = new Statement.Equal(value, term, IsAssignment: true) }]));
        }

        return new Term.Call(token.At, "internal.template_string", [new Term.List(token.At, items.DrainToImmutable())]);
    }

    private Term.Constant Number(string sign)
    {
        var token = Take();
        return new Term.Constant(token.At, RegoNumber.Parse(sign + token.Text) ?? throw new RegoSyntaxException("no number", token.At));
    }

    private Term Named()
    {
        var token = Now;
        var isWord = IsWord(token.Text);
        // "contains" is the name of a function, too.
        if (isWord && Keywords.Contains(token.Text) && token.Text is not ("null" or "true" or "false" or "contains"))
            throw Unexpected("expected a term");
        Take();
        return token.Text switch
        {
            "null" when isWord => new Term.Constant(token.At, RegoNull.Value),
            "true" when isWord => new Term.Constant(token.At, RegoBool.True),
            "false" when isWord => new Term.Constant(token.At, RegoBool.False),
            "set" when Now.Is("(") && After.Is(")") => EmptySet(token.At),
            _ => new Term.Variable(token.At, token.Text),
        };
    }

    private Term.Set EmptySet(int at)
    {
        Take();
        Take();
        return new Term.Set(at, []);
    }

    /// <summary>What stands right after a term: <c>.name</c>, <c>[term]</c>, <c>(arguments)</c>.</summary>
    private Term Suffixes(Term term)
    {
        while (!Now.IsApart)
        {
            if (Now.Is(".") && After.Kind == TokenKind.Name)
            {
                Take();
                var name = Take();
                term = Extended(term, new Term.Constant(name.At, new RegoString(name.Text)));
            }
            else if (Now.Is("["))
            {
                Take();
                var key = Infix();
                Expect("]");
                term = Extended(term, key);
            }
            else if (Now.Is("(") && NameOf(term) is { } function)
            {
                term = new Term.Call(term.At, function, Arguments());
            }
            else
            {
                return term;
            }
        }

        return term;
    }

    private static Term.Reference Extended(Term term, Term key) => term is Term.Reference reference
        ? reference with { Path = reference.Path.Add(key) }
        : new Term.Reference(term.At, term, [key]);

    /// <summary>A variable or a reference of names only, with dots; null for other terms.</summary>
    protected static string? NameOf(Term term) => term switch
    {
        Term.Variable variable => variable.Name,
        Term.Reference { Head: Term.Variable head } reference when reference.Path.All(p => p is Term.Constant { Value: RegoString }) =>
            string.Join('.', reference.Path.Select(p => ((RegoString)((Term.Constant)p).Value).Value).Prepend(head.Name)),
        _ => null,
    };
}
