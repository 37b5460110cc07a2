using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Scanner.ApiServer.Wire;
using Scanner.Core;
using Scanner.Core.Cluster;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;
using Scanner.Decoding;
using Scanner.Decoding.Rbac;

namespace Scanner.Inventory.Files;

/// <summary>
/// Takes objects as they are met, each as JSON, and gives them to the readers that those of a cluster go to. Of an object that comes twice
/// the later stands. One that cannot be used becomes a problem and leaves the others alone.
/// </summary>
internal sealed class ObjectCollector
{
    private const string DefaultNamespace = "default";

    private readonly ObjectHeaderReader _headers = new();
    private readonly NamespaceReader _namespaceReader = new();
    private readonly PodReader _podReader = new();
    private readonly ServiceAccountReader _accountReader = new();
    private readonly RoleReader _roleReader = new();
    private readonly BindingReader _bindingReader = new();
    private readonly ArrayBufferWriter<byte> _rewritten = new();

    private readonly Dictionary<string, NamespaceFacts> _namespaces = [];
    private readonly Dictionary<string, ImmutableDictionary<string, string>> _labels = [];
    private readonly Dictionary<ObjectName, PodFacts> _pods = [];
    private readonly Dictionary<ObjectName, RoleFacts> _roles = [];
    private readonly Dictionary<ObjectName, BindingFacts> _bindings = [];
    private readonly HashSet<ObjectName> _accounts = [];
    private readonly HashSet<string> _names = [];
    private readonly Dictionary<ObjectType, int> _notRead = [];
    private readonly List<InputProblem> _problems = [];

    /// <param name="text">Made one line.</param>
    public void Problem(Place place, string text) => _problems.Add(new InputProblem(place, PlainText.OneLine(text)));

    /// <param name="json">One object, valid JSON.</param>
    /// <param name="listed">What an object of a typed list is, which does not say so itself; null elsewhere.</param>
    public void Add(ReadOnlySpan<byte> json, ObjectType? listed, Place place)
    {
        if (json is [] || json[0] != '{')
        {
            Problem(place, "is not a Kubernetes object: a map with apiVersion, kind and metadata is expected");
            return;
        }

        ObjectHeader header;
        try
        {
            header = Read(_headers, json);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            Problem(place, $"the object: {Describe(e, json)}");
            return;
        }

        var type = header.Kind.Length > 0 || listed is null ? new ObjectType(header.ApiVersion, header.Kind) : listed.Value;
        if ((header.HasItems || type.Kind == "List") && new ObjectList(this, place).AddAll(json))
            return;
        // A list without items is an empty one. Kinds of objects may end in List too, but every object has a name.
        if (type is { ApiVersion.Length: > 0 } && type.Kind.EndsWith("List", StringComparison.Ordinal) && header is { Name.Length: 0, GenerateName.Length: 0 })
            return;
        if (type.Kind.Length == 0 || type.ApiVersion.Length == 0)
            Problem(place, $"is not a Kubernetes object: it has no {(type.Kind.Length == 0 ? "kind" : "apiVersion")}");
        else
            Add(json, type, header, place);
    }

    public OfflineInput Build(ImmutableArray<string> names) => new()
    {
        Names = names,
        Namespaces = [.. _namespaces.Values.OrderBy(n => n.Name, StringComparer.Ordinal)],
        NamespaceLabels = _labels.ToImmutableDictionary(),
        NamespaceNames = _names.ToImmutableSortedSet(StringComparer.Ordinal),
        Pods = Sorted(_pods),
        Roles = RoleAggregation.Resolve(DefaultRoles.AddTo(Sorted(_roles))),
        Bindings = Sorted(_bindings),
        HasRbac = _roles.Count + _bindings.Count > 0,
        ServiceAccounts = [.. Order(_accounts)],
        NotRead =
        [
            .. _notRead
                .Select(k => new KindCount(k.Key.ApiVersion, k.Key.Kind, k.Value))
                .OrderBy(k => k.ApiVersion, StringComparer.Ordinal)
                .ThenBy(k => k.Kind, StringComparer.Ordinal),
        ],
        Problems = [.. _problems],
    };

    private void Add(ReadOnlySpan<byte> json, ObjectType type, ObjectHeader header, Place place)
    {
        var (kind, what) = (type.Readable, $"{type.Kind} {(header.Namespace.Length > 0 ? header.Namespace + "/" : "")}{header.Name}");
        if (kind == ReadableKind.None)
        {
            _notRead[type] = _notRead.GetValueOrDefault(type) + 1;
            if (DnsName.IsLabel(header.Namespace))
                _names.Add(header.Namespace);
            return;
        }

        if (WrongName(kind, header) is { } wrong)
        {
            Problem(place, $"{what}: {wrong}");
            return;
        }

        // As the API server has it: what needs a namespace and names none is in the default one, what has none loses it.
        var scoped = kind is ReadableKind.Pod or ReadableKind.ServiceAccount or ReadableKind.Role or ReadableKind.RoleBinding;
        var ns = scoped ? (header.Namespace.Length > 0 ? header.Namespace : DefaultNamespace) : "";
        if (ns != header.Namespace)
            json = JsonText.WithNamespace(json, ns, _rewritten);
        try
        {
            Store(json, kind, scoped ? ns : null, header.Name);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            Problem(place, $"{what}: {Describe(e, json)}");
        }
    }

    private void Store(ReadOnlySpan<byte> json, ReadableKind kind, string? ns, string name)
    {
        var key = new ObjectName(ns, name);
        switch (kind)
        {
            case ReadableKind.Namespace:
                _namespaces[name] = Read(_namespaceReader, json);
                _labels[name] = NamespaceLabels.Of(name, json);
                break;
            case ReadableKind.Pod:
                _pods[key] = Read(_podReader, json);
                break;
            case ReadableKind.ServiceAccount:
                _accounts.Add(Read(_accountReader, json));
                break;
            case ReadableKind.Role or ReadableKind.ClusterRole:
                _roles[key] = Read(_roleReader, json);
                break;
            default:
                _bindings[key] = Read(_bindingReader, json);
                break;
        }

        if ((kind == ReadableKind.Namespace ? name : ns) is { } seen)
            _names.Add(seen);
    }

    // Names end up in commands to copy, so what the API server would refuse is refused here.
    private static string? WrongName(ReadableKind kind, ObjectHeader header)
    {
        if (header.Name.Length == 0)
            return header.GenerateName.Length > 0 ? "has no metadata.name (generateName gets one only from a cluster)" : "has no metadata.name";
        if (header.Namespace.Length > 0 && !DnsName.IsLabel(header.Namespace))
            return $"metadata.namespace '{header.Namespace}' is no name of a namespace";
        var usable = kind switch
        {
            ReadableKind.Namespace => DnsName.IsLabel(header.Name),
            ReadableKind.Pod or ReadableKind.ServiceAccount => DnsName.IsSubdomain(header.Name),
            _ => header.Name is not ("." or "..") && !header.Name.AsSpan().ContainsAny('/', '%'),
        };
        return usable ? null : "metadata.name is none that the API server takes";
    }

    // The middle two are of Utf8JsonReader: for what a reader reads by itself, and for escapes that spell no text.
    private static bool IsUnreadable(Exception e) => e is WireFormatException or JsonException or InvalidOperationException or FormatException;

    private static string Describe(Exception e, ReadOnlySpan<byte> json)
    {
        if (e is not WireFormatException { Position: { } position, Problem: { } problem })
            return e is WireFormatException ? e.Message : $"holds a text that is not Unicode ({e.Message})";
        var path = JsonText.PathAt(json, position);
        return $"{(path.Length > 0 ? path : "it")} {problem}";
    }

    private static T Read<T>(IObjectReader<T> reader, ReadOnlySpan<byte> json)
    {
        var wire = new JsonWireReader(json);
        return reader.Read(ref wire);
    }

    private static ImmutableArray<T> Sorted<T>(Dictionary<ObjectName, T> objects) => [.. Order(objects.Keys).Select(k => objects[k])];

    private static IEnumerable<ObjectName> Order(IEnumerable<ObjectName> names) =>
        names.OrderBy(n => n.Namespace, StringComparer.Ordinal).ThenBy(n => n.Name, StringComparer.Ordinal);
}
