using System.Globalization;
using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Patching;

namespace Scanner.Simulator.Storage;

/// <summary>Writes: by requests (with optimistic concurrency) and by tests in the same process.</summary>
public sealed partial class ClusterStore
{
    /// <summary>
    /// Creates or replaces an object as given, status included, after filling in defaults. Nothing is checked.
    /// <c>uid</c> and <c>creationTimestamp</c> are kept when given.
    /// </summary>
    /// <param name="obj">With <c>apiVersion</c> and <c>kind</c>. Not kept.</param>
    /// <param name="fieldManager">Whom managedFields shall name; null leaves managedFields as given.</param>
    /// <returns>The stored object.</returns>
    /// <exception cref="ArgumentException">The kind is not served.</exception>
    public JsonObject Apply(JsonObject obj, string? fieldManager = null)
    {
        ArgumentNullException.ThrowIfNull(obj);
        var type = TypeOf(obj);
        var copy = (JsonObject)obj.DeepClone();
        if (type.Namespaced && copy.Namespace().Length == 0)
            copy.Metadata()["namespace"] = "default";
        var submitted = (JsonObject)copy.DeepClone();
        ObjectDefaults.Apply(type, copy, Options);
        lock (_gate)
        {
            var old = Table(type.Key).Get(StoredObject.KeyOf(copy.Namespace(), copy.Name()));
            ObjectMetadata.Complete(copy, old?.Parse(type), type, Options);
            if (fieldManager is not null)
                RecordManager(type, copy, old?.Parse(type), submitted, fieldManager);
            return Commit(type, copy, old).Parse(type);
        }
    }

    /// <summary>Applies every document of a YAML text.</summary>
    /// <exception cref="ArgumentException">A kind is not served.</exception>
    public void ApplyYaml(string yaml, string? fieldManager = null)
    {
        foreach (var obj in YamlText.Objects(yaml))
            Apply(obj, fieldManager);
    }

    /// <summary>Removes an object at once, whatever its finalizers; the content of a namespace with it. False when absent.</summary>
    public bool Delete(string group, string resource, string? ns, string name)
    {
        if (Catalog.Find(new ResourceKey(group, resource)) is not { } type)
            return false;
        lock (_gate)
        {
            if (Table(type.Key).Get(StoredObject.KeyOf(ns ?? "", name)) is not { } old)
                return false;
            if (type.Key == new ResourceKey("", "namespaces"))
                ClearNamespace(name, keepFinalized: false);
            Remove(type, old);
            return true;
        }
    }

    /// <summary>Null when another object of that name exists.</summary>
    internal StoredObject? Create(ResourceType type, JsonObject obj)
    {
        lock (_gate)
        {
            return Table(type.Key).Get(StoredObject.KeyOf(obj.Namespace(), obj.Name())) is null ? Commit(type, obj, null) : null;
        }
    }

    /// <summary>Null when <paramref name="old"/> is not what is stored any more. An unchanged object keeps its version.</summary>
    internal StoredObject? Replace(ResourceType type, JsonObject obj, StoredObject old)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(Table(type.Key).Get(old.Key), old))
                return null;
            if (ObjectMetadata.IsSame(obj, old.Parse(type)))
                return old;
            if (IsFinallyGone(obj))
                return Remove(type, old);
            return Commit(type, obj, old);
        }
    }

    /// <summary>Removes an object; its content first when it is a namespace.</summary>
    internal StoredObject Remove(ResourceType type, StoredObject old)
    {
        lock (_gate)
        {
            var obj = old.Parse(type);
            var version = ++_version;
            obj.Metadata()["resourceVersion"] = Text(version);
            var gone = new StoredObject(obj, version);
            Table(type.Key).Change(new WatchRecord(version, WatchKind.Deleted, gone, old));
            Reconcile(type, obj);
            return gone;
        }
    }

    /// <summary>Deletes what is in a namespace. True when nothing is left.</summary>
    internal bool ClearNamespace(string ns, bool keepFinalized)
    {
        lock (_gate)
        {
            var left = false;
            foreach (var type in Catalog.All.Where(t => t.Namespaced).DistinctBy(t => t.Key).ToArray())
            {
                foreach (var obj in KeyOrder.Namespace(Table(type.Key).Sorted(), ns).ToArray())
                {
                    var parsed = obj.Parse(type);
                    if (keepFinalized && parsed.Metadata()["finalizers"] is JsonArray { Count: > 0 })
                    {
                        left = true;
                        ObjectMetadata.MarkDeleted(parsed, 0, Options.TimeProvider);
                        Replace(type, parsed, obj);
                    }
                    else
                    {
                        Remove(type, obj);
                    }
                }
            }

            return !left;
        }
    }

    private void RecordManager(ResourceType type, JsonObject obj, JsonObject? old, JsonObject submitted, string manager) =>
        ManagedFields.RecordUpdate(UnownedDefaults.Without(type, obj, submitted, old), old, type, "", manager, Options.TimeProvider, into: obj);

    private StoredObject Commit(ResourceType type, JsonObject obj, StoredObject? old)
    {
        var version = ++_version;
        obj.Metadata()["resourceVersion"] = Text(version);
        var stored = new StoredObject(obj, version);
        Table(type.Key).Change(new WatchRecord(version, old is null ? WatchKind.Added : WatchKind.Modified, stored, old));
        Reconcile(type, obj);
        return stored;
    }

    // A terminating object goes when its last finalizer does.
    private static bool IsFinallyGone(JsonObject obj)
    {
        var metadata = obj.Metadata();
        return metadata.ContainsKey("deletionTimestamp")
            && metadata["finalizers"] is not JsonArray { Count: > 0 }
            && obj.Object("spec")?["finalizers"] is not JsonArray { Count: > 0 }
            && metadata.Number("deletionGracePeriodSeconds") is null or 0;
    }

    private ResourceType TypeOf(JsonObject obj)
    {
        var (apiVersion, kind) = (obj.Text("apiVersion") ?? "", obj.Text("kind") ?? "");
        return Catalog.FindKind(apiVersion, kind)
            ?? throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{apiVersion} {kind} is not served"), nameof(obj));
    }
}
