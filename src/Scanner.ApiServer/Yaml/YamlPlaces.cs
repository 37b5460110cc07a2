using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Scanner.ApiServer.Yaml;

/// <summary>Where the nodes of a text stand. Equal nodes are told apart.</summary>
public sealed class YamlPlaces
{
    private readonly Dictionary<YamlNode, (long Line, Range Span)> _places = new(ReferenceEqualityComparer.Instance);

    /// <summary>The line that a node begins at, counted from 1; 0 for a node of another text.</summary>
    public long LineOf(YamlNode node) => _places.TryGetValue(node, out var place) ? place.Line : 0;

    /// <summary>The characters of the text that spell a node that is no map or list; null for one of another text.</summary>
    internal Range? SpanOf(YamlScalarNode node) => _places.TryGetValue(node, out var place) ? place.Span : null;

    internal void Add(YamlNode node, ParsingEvent start) =>
        _places[node] = (start.Start.Line, (int)start.Start.Index..(int)start.End.Index);
}
