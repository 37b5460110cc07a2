using System.Diagnostics.CodeAnalysis;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Scanner.ApiServer.Yaml;

/// <summary>
/// Reads the nodes of a YAML text one after another, so that a long list need not be held as a whole. Unlike the library's own reading it
/// has a limit of depth, as a text of a million brackets would end the process, and lets the last of equal keys stand, as kubectl does.
/// The nodes themselves do not know where they stand: <see cref="YamlPlaces"/> does, for a reader that is given one.
/// </summary>
public sealed class YamlNodeReader
{
    private readonly Parser _parser;
    private readonly Dictionary<AnchorName, YamlNode> _anchors = [];
    private readonly YamlPlaces? _places;
    private YamlException? _broken;

    /// <param name="text">One document or several.</param>
    /// <param name="places">Told where every node stands; null where nobody asks, since it holds all nodes.</param>
    /// <exception cref="YamlException">It begins with something that is no YAML.</exception>
    public YamlNodeReader(TextReader text, YamlPlaces? places = null)
    {
        _places = places;
        _parser = new Parser(text);
        MoveNext();
    }

    /// <summary>Goes to the next document; false at the end of the text.</summary>
    /// <exception cref="YamlException">The text is no YAML here.</exception>
    public bool NextDocument()
    {
        if (_broken is not null)
            MoveNext();
        while (_parser.Current is StreamStart or DocumentEnd)
            MoveNext();
        if (_parser.Current is not DocumentStart)
            return false;
        _anchors.Clear();
        MoveNext();
        return true;
    }

    /// <summary>Where the reader stands, counted from 1.</summary>
    public long Line => _parser.Current?.Start.Line ?? 0;

    /// <summary>Goes into the mapping that stands here; false when it is something else.</summary>
    public bool EnterMapping() => Enter<MappingStart>();

    /// <summary>Goes into the sequence that stands here; false when it is something else.</summary>
    public bool EnterSequence() => Enter<SequenceStart>();

    /// <summary>Reads the next node of the mapping or sequence that was entered; false at its end, which it leaves.</summary>
    /// <exception cref="YamlException">The text is no YAML here, is nested too deeply, or has a key that is no scalar.</exception>
    public bool Next([NotNullWhen(true)] out YamlNode? node)
    {
        node = null;
        if (_broken is not null)
            MoveNext();
        if (_parser.Current is MappingEnd or SequenceEnd)
        {
            MoveNext();
            return false;
        }

        node = Read();
        return true;
    }

    /// <summary>Reads the node that stands here with all that is in it.</summary>
    /// <exception cref="YamlException">As for <see cref="Next"/>.</exception>
    public YamlNode Read() => Read(0);

    // The library fails in other ways than its own on some texts, such as a flow sequence that ends with its map.
    private void MoveNext()
    {
        if (_broken is not null)
            throw new YamlException(_broken.Start, _broken.End, _broken.Message, _broken);
        try
        {
            _parser.MoveNext();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or OverflowException or FormatException)
        {
            var at = _parser.Current?.End ?? Mark.Empty;
            throw new YamlException(at, at, "what follows here is not understood", e);
        }
    }

    private bool Enter<T>()
        where T : NodeEvent
    {
        // What is anchored is needed as a whole.
        if (_parser.Current is not T { Anchor.IsEmpty: true })
            return false;
        MoveNext();
        return true;
    }

    private YamlNode Read(int depth)
    {
        var start = _parser.Current ?? throw new YamlException("the document ends in the middle");
        if (depth > YamlToJson.MostDepth)
            throw new YamlException(start.Start, start.End, $"is nested more than {YamlToJson.MostDepth} levels deep");
        MoveNext();
        var node = Read(start, depth);
        // Known only from here on, so that nothing can contain itself.
        if (start is NodeEvent { Anchor: { IsEmpty: false } anchor })
            _anchors[anchor] = node;
        if (start is not AnchorAlias)
            _places?.Add(node, start);
        return node;
    }

    private YamlNode Read(ParsingEvent start, int depth) => start switch
    {
        Scalar scalar => new YamlScalarNode(scalar.Value) { Style = scalar.Style, Tag = scalar.Tag },
        SequenceStart => ReadSequence(depth),
        MappingStart => ReadMapping(depth),
        AnchorAlias alias => _anchors.GetValueOrDefault(alias.Value)
            ?? throw new YamlException(alias.Start, alias.End, $"alias *{alias.Value} names no anchor before it"),
        _ => throw new YamlException(start.Start, start.End, "something else stands where a value should"),
    };

    private YamlSequenceNode ReadSequence(int depth)
    {
        var sequence = new YamlSequenceNode();
        while (_parser.Current is not SequenceEnd)
            sequence.Children.Add(Read(depth + 1));
        Leave(depth);
        return sequence;
    }

    // The last of equal keys counts. What several merge in is kept, and beside it the place of a key matters.
    private static void Set(YamlMappingNode mapping, YamlScalarNode name, YamlNode value)
    {
        if (!mapping.Children.TryGetValue(name, out var earlier) || !mapping.Children.Keys.Any(MergedEntries.IsMerge))
        {
            mapping.Children[name] = value;
            return;
        }

        mapping.Children.Remove(name);
        mapping.Children[name] = MergedEntries.IsMerge(name) && value is YamlMappingNode && earlier is YamlMappingNode or YamlSequenceNode
            ? new YamlSequenceNode([value, .. earlier is YamlSequenceNode several ? several.Children : [earlier]])
            : value;
    }

    // What follows a node that was read as a whole is told to whoever asks for more.
    private void Leave(int depth)
    {
        try
        {
            MoveNext();
        }
        catch (YamlException e) when (depth == 0)
        {
            _broken = e;
        }
    }

    private YamlMappingNode ReadMapping(int depth)
    {
        var mapping = new YamlMappingNode();
        while (_parser.Current is not MappingEnd)
        {
            var key = _parser.Current!;
            var name = Read(depth + 1) as YamlScalarNode ?? throw new YamlException(key.Start, key.End, "a key must be a text");
            Set(mapping, name, Read(depth + 1));
        }

        Leave(depth);
        return mapping;
    }
}
