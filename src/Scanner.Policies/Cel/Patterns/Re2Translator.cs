using System.Text;

namespace Scanner.Policies.Cel.Patterns;

/// <summary>
/// Writes an expression of RE2 in the syntax of .NET: classes of Perl are ASCII, <c>$</c> is the end of the text, a dot or a negated class
/// takes a whole code point, and what RE2 does not have (look-around, backreferences, possessive quantifiers) is refused.
/// Source: https://github.com/google/re2/wiki/Syntax.
/// </summary>
internal sealed class Re2Translator
{
    private const int MostRepeats = 1000;
    private const int MostNesting = 200;

    /// <summary>Of all repetitions together: each is written out in the automaton.</summary>
    private const int MostRepeatsInAll = 5_000;

    private readonly StringBuilder _out = new();
    private readonly Re2Reader _reader;
    private int _nesting;

    /// <summary>The product of the counts of the repetitions around: RE2 refuses more than 1,000.</summary>
    private readonly Stack<(int Start, int Repeats, Re2Flags Flags)> _groups = new();
    private Re2Flags _flags = new(IgnoresCase: false, IsMultiline: false, DotTakesAll: false, IsUngreedy: false);

    /// <summary>
    /// Where the last thing that a quantifier may follow begins in the output, and how many repeats it holds; below zero when there is
    /// none.
    /// </summary>
    private int _atom = -1;
    private int _atomRepeats = 1;
    private int _mostRepeats = 1;
    private int _allRepeats;

    private Re2Translator(string expression) => _reader = new Re2Reader(expression);

    public static string Translate(string expression)
    {
        var translator = new Re2Translator(expression);
        while (!translator._reader.IsAtEnd)
            translator.Next();
        return translator._groups.Count == 0 ? translator._out.ToString() : throw new Re2SyntaxException("missing closing )");
    }

    private void Next()
    {
        var c = _reader.Take();
        switch (c)
        {
            case '(':
                Open();
                break;
            case ')':
                Close();
                break;
            case '|':
                _out.Append('|');
                _atom = -1;
                break;
            case '*' or '+' or '?':
                Quantify(c.ToString(), 1);
                break;
            case '{' when _reader.TryCounts() is { } counts:
                Quantify(counts.Text, counts.Most);
                break;
            case '[':
                Atom(Re2Class.Read(_reader, _flags.IgnoresCase));
                break;
            case '.':
                Atom(_flags.DotTakesAll ? Re2Class.AnyCharacter : Re2Class.AnyButNewLine);
                break;
            case '^':
                Atom(_flags.IsMultiline ? "(?m:^)" : "\\A");
                break;
            case '$':
                Atom(_flags.IsMultiline ? "(?m:$)" : "\\z");
                break;
            case '\\':
                Escape();
                break;
            default:
                Atom(Literal(_reader.CodePoint(c)));
                break;
        }
    }

    private string Literal(int codePoint)
    {
        var text = Re2Class.Literal(codePoint);
        return _flags.IgnoresCase ? $"(?i:{text})" : text.Length > 2 && codePoint > 0xffff ? $"(?:{text})" : text;
    }

    private void Atom(string text)
    {
        _atom = _out.Length;
        _atomRepeats = 1;
        _out.Append(text);
    }

    private void Open()
    {
        if (++_nesting > MostNesting)
            throw new Re2SyntaxException("expression nests too deeply");
        _groups.Push((_out.Length, _mostRepeats, _flags));
        _mostRepeats = 1;
        _atom = -1;
        if (!_reader.Accept('?'))
        {
            _out.Append('(');
            return;
        }

        if (_reader.Accept('P') || _reader.AcceptName())
        {
            _reader.GroupName();
            _out.Append('(');
            return;
        }

        _flags = _flags.Read(_reader, out var isGroup);
        if (isGroup)
        {
            _out.Append("(?:");
            return;
        }

        // Flags without a group hold to the end of the group around.
        var (_, repeats, _) = _groups.Pop();
        _mostRepeats = repeats;
        _nesting--;
    }

    private void Close()
    {
        if (!_groups.TryPop(out var group))
            throw new Re2SyntaxException("unexpected )");
        _nesting--;
        _out.Append(')');
        _flags = group.Flags;
        _atom = group.Start;
        _atomRepeats = _mostRepeats;
        _mostRepeats = Math.Max(group.Repeats, _mostRepeats);
    }

    private void Quantify(string quantifier, int repeats)
    {
        if (_atom < 0)
            throw new Re2SyntaxException("missing argument to repetition operator");
        var total = _atomRepeats * Math.Max(repeats, 1);
        if (total > MostRepeats)
            throw new Re2SyntaxException("invalid repeat count");
        _mostRepeats = Math.Max(_mostRepeats, total);
        _allRepeats += total;
        if (_allRepeats > MostRepeatsInAll)
            throw new Re2SyntaxException("expression too large");
        var isLazy = _reader.Accept('?') != _flags.IsUngreedy;
        if (_reader.IsQuantifierNext())
            throw new Re2SyntaxException("invalid nested repetition operator");
        // What stands before may be several signs in the syntax of .NET.
        _out.Insert(_atom, "(?:").Append(')').Append(quantifier);
        if (isLazy)
            _out.Append('?');
        _atom = -1;
    }

    private void Escape()
    {
        if (_reader.IsAtEnd)
            throw new Re2SyntaxException("trailing backslash at end of expression");
        if (_reader.Accept('Q'))
        {
            foreach (var codePoint in _reader.Quoted())
                Atom(Literal(codePoint));
            return;
        }

        if (Re2Class.Perl(_reader, isInClass: false) is { } set)
        {
            Atom(set);
            return;
        }

        var c = _reader.Peek();
        if (c is 'A' or 'z' or 'b' or 'B')
        {
            _reader.Take();
            Atom("\\" + c);
            return;
        }

        Atom(Literal(_reader.EscapedCodePoint()));
    }
}
