using System.Collections.Immutable;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.JmesPath.Syntax;

/// <summary>Goes through the tokens, and reads lists of expressions: those in brackets, in braces, and arguments.</summary>
internal abstract class JmesListParser(List<JmesToken> tokens)
{
    private int _at;

    protected JmesToken Token => tokens[_at];

    /// <param name="power">Operators that bind more are taken.</param>
    protected abstract JmesNode Expression(int power);

    protected JmesNode.NewList NewList()
    {
        var items = ImmutableArray.CreateBuilder<JmesNode>();
        do
        {
            items.Add(Expression(0));
        }
        while (Comma("]"));
        return new JmesNode.NewList(items.ToImmutable());
    }

    protected JmesNode.NewObject NewObject()
    {
        var entries = ImmutableArray.CreateBuilder<(CelString, JmesNode)>();
        do
        {
            if (Token.Kind is not (JmesTokenKind.Identifier or JmesTokenKind.QuotedIdentifier))
                throw Unexpected();
            var key = new CelString(Take().Text);
            Expect(":");
            entries.Add((key, Expression(0)));
        }
        while (Comma("}"));
        return new JmesNode.NewObject(entries.ToImmutable());
    }

    protected ImmutableArray<JmesNode> Arguments()
    {
        var arguments = ImmutableArray.CreateBuilder<JmesNode>();
        if (Token.Is(")"))
        {
            _at++;
            return [];
        }

        do
        {
            arguments.Add(Expression(0));
        }
        while (Comma(")"));
        return arguments.ToImmutable();
    }

    /// <summary>Whether another item follows; otherwise the list ends here.</summary>
    private bool Comma(string end)
    {
        var goesOn = Token.Is(",");
        if (!goesOn && !Token.Is(end))
            throw Unexpected();
        _at++;
        return goesOn;
    }

    protected void Skip() => _at++;

    /// <summary>The token so many places back; with a minus, ahead.</summary>
    protected JmesToken Before(int places) => tokens[_at - places];

    protected JmesToken Take() => tokens[_at < tokens.Count - 1 ? _at++ : _at];

    protected void Expect(string symbol)
    {
        if (!Token.Is(symbol))
            throw Unexpected();
        _at++;
    }

    protected JmesSyntaxException Unexpected() => Unexpected(Token);

    protected static JmesSyntaxException Unexpected(JmesToken token) =>
        new(token.Kind == JmesTokenKind.End ? "incomplete expression" : $"unexpected token '{token.Text}'", token.Position);
}
