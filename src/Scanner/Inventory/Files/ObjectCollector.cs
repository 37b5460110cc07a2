using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core;
using Scanner.Core.Cluster;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;
using Scanner.Decoding;
using Scanner.Decoding.Objects;
using Scanner.Decoding.Pods;
using Scanner.Decoding.Rbac;

namespace Scanner.Inventory.Files;

/// <summary>
/// Takes objects as they are met, each as JSON, and gives them to the readers that those of a cluster go to. Of an object that comes twice
/// the later stands. One that cannot be used becomes a problem and leaves the others alone.
/// </summary>
internal sealed class ObjectCollector : ObjectIntake
{
    private const string DefaultNamespace = "default";

    private readonly NamespaceReader _namespaceReader = new();
    private readonly PodReader _podReader = new(static () => true);
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
    private readonly Dictionary<(ObjectType Type, string Namespace, string Name), JsonElement> _policyObjects = [];
    private readonly HashSet<string> _names = [];
    private readonly Dictionary<ObjectType, int> _notRead = [];

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
        PolicyObjects = [.. _policyObjects.Values],
        NotRead =
        [
            .. _notRead
                .Select(k => new KindCount(k.Key.ApiVersion, k.Key.Kind, k.Value))
                .OrderBy(k => k.ApiVersion, StringComparer.Ordinal)
                .ThenBy(k => k.Kind, StringComparer.Ordinal),
        ],
        Problems = Problems,
    };

    protected override void Take(ReadOnlySpan<byte> json, ObjectType type, ObjectHeader header, Place place)
    {
        var (kind, what) = (type.Readable, $"{type.Kind} {(header.Namespace.Length > 0 ? header.Namespace + "/" : "")}{header.Name}");
        if (type.ConcernsPolicies)
            Keep(json, type, header, place, what);
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

    private void Keep(ReadOnlySpan<byte> json, ObjectType type, ObjectHeader header, Place place, string what)
    {
        try
        {
            _policyObjects[(type, header.Namespace, header.Name)] = WholeObject.Parse(json.ToArray(), type.ApiVersion, type.Kind);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            Problem(place, $"{what}: {e.Message}");
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

    private static ImmutableArray<T> Sorted<T>(Dictionary<ObjectName, T> objects) => [.. Order(objects.Keys).Select(k => objects[k])];

    private static IEnumerable<ObjectName> Order(IEnumerable<ObjectName> names) =>
        names.OrderBy(n => n.Namespace, StringComparer.Ordinal).ThenBy(n => n.Name, StringComparer.Ordinal);
}
