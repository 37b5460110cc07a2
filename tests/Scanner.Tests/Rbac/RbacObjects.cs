using System.Text;
using System.Text.Json.Nodes;
using Scanner.ApiServer.Wire;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Decoding.Rbac;
using Scanner.Fixtures;
using YamlDotNet.Serialization;

namespace Scanner.Tests.Rbac;

/// <summary>RBAC objects as the API writes them, read by the scanner's own readers.</summary>
internal sealed class RbacObjects
{
    private readonly RoleReader _roles = new();
    private readonly BindingReader _bindings = new();
    private readonly ServiceAccountReader _accounts = new();

    public List<RoleFacts> Roles { get; } = [];

    public List<BindingFacts> Bindings { get; } = [];

    public List<ObjectName> ServiceAccounts { get; } = [];

    /// <summary>Everything that one recorded server had.</summary>
    public static RbacObjects Recorded()
    {
        var objects = new RbacObjects();
        foreach (var (file, kind) in new[]
        {
            ("roles", "Role"), ("clusterroles", "ClusterRole"), ("rolebindings", "RoleBinding"), ("clusterrolebindings", "ClusterRoleBinding"),
        })
        {
            var list = JsonNode.Parse(File.ReadAllText(Fixture.PathOf("recordings", "kubernetes-1.36", "list", file + ".json")))!;
            foreach (var item in list["response"]!["body"]!["items"]!.AsArray())
                objects.Add(item!.AsObject(), kind);
        }

        return objects;
    }

    public static RbacObjects Parse(string yaml)
    {
        var objects = new RbacObjects();
        var deserializer = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
        foreach (var document in yaml.Split("\n---\n"))
        {
            var json = new SerializerBuilder().JsonCompatible().Build().Serialize(deserializer.Deserialize(new StringReader(document))!);
            objects.Add(JsonNode.Parse(json)!.AsObject());
        }

        return objects;
    }

    public void Add(JsonObject obj, string? kind = null)
    {
        var reader = new JsonWireReader(Encoding.UTF8.GetBytes(obj.ToJsonString()));
        switch (kind ?? (string?)obj["kind"])
        {
            case "Role" or "ClusterRole":
                Roles.Add(_roles.Read(ref reader));
                break;
            case "RoleBinding" or "ClusterRoleBinding":
                Bindings.Add(_bindings.Read(ref reader));
                break;
            case "ServiceAccount":
                ServiceAccounts.Add(_accounts.Read(ref reader));
                break;
            case var other:
                throw new InvalidOperationException($"what is a {other}?");
        }
    }

    public RbacIndex Index()
    {
        var index = new RbacIndex();
        Roles.ForEach(index.SetRole);
        Bindings.ForEach(index.SetBinding);
        ServiceAccounts.ForEach(index.SetServiceAccount);
        return index;
    }
}
