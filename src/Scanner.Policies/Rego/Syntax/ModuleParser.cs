using System.Collections.Immutable;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Syntax;

/// <summary>Reads a module: its package, its imports, its rules.</summary>
internal sealed class ModuleParser : BodyParser
{
    private static readonly string[] s_future = ["in", "every", "if", "contains", "not"];

    private readonly string _text;
    private readonly ImmutableDictionary<string, ImmutableArray<string>>.Builder _imports = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>();
    private bool _isV1;

    private ModuleParser(string text, RegoDialect dialect)
        : base(text)
    {
        _text = text;
        if (dialect == RegoDialect.V1)
            BecomeV1();
    }

    public static Module Parse(string text, RegoDialect dialect)
    {
        var parser = new ModuleParser(text, dialect);
        if (!parser.TryTakeWord("package"))
            throw parser.Unexpected("expected package");
        var package = parser.Path();
        while (parser.IsWord("import"))
            parser.Import();
        var rules = ImmutableArray.CreateBuilder<Rule>();
        while (parser.Now.Kind != TokenKind.End)
        {
            if (parser.IsWord("import"))
                parser.Import();
            else
                parser.Rules(rules);
        }

        return new Module(package, parser._imports.ToImmutable(), rules.DrainToImmutable(), text);
    }

    /// <summary>A query: a body that stands alone, in which <c>data</c> and <c>input</c> are the only names that are known.</summary>
    public static ImmutableArray<Expression> ParseQuery(string text)
    {
        var parser = new ModuleParser(text + "\n}", RegoDialect.V1);
        return parser.Body("}");
    }

    protected override Expression Part(string text)
    {
        var parser = new ModuleParser(text, RegoDialect.V0);
        parser.Keywords.UnionWith(Keywords);
        var expression = parser.Expression();
        return parser.Now.Kind == TokenKind.End ? expression : throw parser.Unexpected("expected }");
    }

    private void BecomeV1()
    {
        _isV1 = true;
        Keywords.UnionWith(["in", "every", "if", "contains"]);
    }

    private ImmutableArray<string> Path()
    {
        var start = Primary();
        return start switch
        {
            Term.Variable { Name: var name } => [name],
            Term.Reference { Head: Term.Variable head } reference when reference.Path.All(p => p is Term.Constant { Value: RegoString }) =>
                [head.Name, .. reference.Path.Select(p => ((RegoString)((Term.Constant)p).Value).Value)],
            _ => throw new RegoSyntaxException("expected a path of names", start.At),
        };
    }

    private void Import()
    {
        Take();
        var at = Now.At;
        var path = Path();
        var name = TryTakeWord("as") ? ExpectName() : path[^1];
        switch (path)
        {
            case ["rego", "v1"]:
                BecomeV1();
                break;
            case ["future", "keywords"]:
                Keywords.UnionWith(["in", "every", "if", "contains"]);
                break;
            case ["future", "keywords", var keyword] when s_future.Contains(keyword):
                Keywords.UnionWith(keyword switch
                {
                    "every" => ["every", "in"],
                    "not" => ["not body"],
                    _ => [keyword],
                });
                break;
            case ["data" or "input", ..]:
                _imports[name] = path;
                break;
            default:
                throw new RegoSyntaxException($"unexpected import path, must begin with one of: data, future, input, rego; got: {string.Join('.', path)}", at);
        }
    }

    private void Rules(ImmutableArray<Rule>.Builder rules)
    {
        var at = Now.At;
        if (TryTakeWord("default"))
        {
            rules.Add(DefaultRule(at));
            return;
        }

        var head = Head(at);
        var hasIf = Keywords.Contains("if") && TryTakeWord("if");
        var hasBody = true;
        if (Now.Is("{") && (!hasIf || StartsBody()))
        {
            Take();
            head = head with { Body = Body("}") };
        }
        else if (hasIf)
        {
            head = head with { Body = [Expression()] };
        }
        else
        {
            hasBody = false;
        }

        if (!hasIf && head is { Path.Length: 2, Arguments: null, Member: null, Value: null })
            head = head with { Path = head.Path[..1], Member = head.Path[1] };
        head = head with { Else = ElseOf(head) };
        rules.Add(head);
        // Before OPA 1.0 a rule could have several bodies one after the other.
        while (!_isV1 && hasBody && head.Else is null && TryTake("{"))
            rules.Add(head with { Body = Body("}") });
    }

    /// <summary>Whether a brace after <c>if</c> opens a body, and no set or object: where it is read as a body without fault, it is one.</summary>
    private bool StartsBody()
    {
        var start = Position;
        try
        {
            Take();
            Body("}");
            return true;
        }
        catch (RegoSyntaxException)
        {
            return false;
        }
        finally
        {
            Position = start;
        }
    }

    private Rule DefaultRule(int at)
    {
        var path = Name(at);
        ImmutableArray<Term>? arguments = Now.Is("(") ? Arguments() : null;
        if (!TryTake(":=") && !TryTake("="))
            throw Unexpected("expected default rule to have a value");
        return new Rule(at, path, arguments, null, Infix(), [], null, IsDefault: true);
    }

    /// <summary>The name of a rule and what follows it with dots and brackets.</summary>
    private ImmutableArray<Term> Name(int at)
    {
        if (Now.Kind != TokenKind.Name || (IsWord(Now.Text) && Keywords.Contains(Now.Text)))
            throw Unexpected("expected a rule");
        var path = ImmutableArray.CreateBuilder<Term>();
        path.Add(new Term.Constant(at, new RegoString(Take().Text)));
        while (!Now.IsApart)
        {
            if (Now.Is(".") && After.Kind == TokenKind.Name)
            {
                Take();
                path.Add(new Term.Constant(Now.At, new RegoString(Take().Text)));
            }
            else if (TryTake("["))
            {
                path.Add(Infix());
                Expect("]");
            }
            else
            {
                break;
            }
        }

        return path.DrainToImmutable();
    }

    private Rule Head(int at)
    {
        var path = Name(at);
        ImmutableArray<Term>? arguments = Now.Is("(") && !Now.IsApart ? Arguments() : null;
        // A function without arguments is a rule.
        if (arguments is { IsEmpty: true })
            arguments = null;
        Term? member = Keywords.Contains("contains") && TryTakeWord("contains") ? Infix() : null;
        Term? value = member is null && (TryTake(":=") || TryTake("=")) ? Infix() : null;
        return new Rule(at, path, arguments, member, value, [], null, IsDefault: false);
    }

    private Rule? ElseOf(Rule rule)
    {
        if (!IsWord("else"))
            return null;
        var at = Take().At;
        Term? value = TryTake(":=") || TryTake("=") ? Infix() : null;
        var hasIf = Keywords.Contains("if") && TryTakeWord("if");
        ImmutableArray<Expression> body = [];
        if (Now.Is("{") && (!hasIf || StartsBody()))
        {
            Take();
            body = Body("}");
        }
        else if (hasIf)
        {
            body = [Expression()];
        }

        var otherwise = rule with { At = at, Value = value ?? new Term.Constant(at, RegoBool.True), Body = body, Else = null };
        return otherwise with { Else = ElseOf(otherwise) };
    }
}
