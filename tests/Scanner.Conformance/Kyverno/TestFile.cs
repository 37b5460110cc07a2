using System.Text.Json;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Conformance.Kyverno;

/// <summary>A <c>kyverno-test.yaml</c> with the files that it names.</summary>
internal sealed class TestFile
{
    private readonly string _directory;

    public TestFile(string path)
    {
        _directory = Path.GetDirectoryName(path)!;
        Test = JsonValues.From(YamlFile.Read(path)[0]);
        Policies = Load("policies");
        Resources = Load("resources");
        Objects = [.. Policies, .. Load("exceptions"), .. Load("paramResources"), .. ClusterResources()];
        Values = Tree.Get(Test, "values") ?? One("variables");
        UserInfo = One("userinfo");
    }

    public CelValue Test { get; }

    public List<JsonElement> Policies { get; }

    public List<JsonElement> Resources { get; }

    /// <summary>What the policies are compiled from.</summary>
    public List<JsonElement> Objects { get; }

    public CelValue? Values { get; }

    public CelValue? UserInfo { get; }

    /// <summary>Answers of a cluster, a registry or a server that the test makes up.</summary>
    public bool HasMocks => ((string[])["apiCallResponses", "globalContextEntries", "context", "clusterResources"]).Any(f => Tree.Get(Test, f) is not null);

    private CelValue? One(string field) => Tree.Text(Test, field) is { Length: > 0 } file && File.Exists(Full(file)) ? JsonValues.From(YamlFile.Read(Full(file))[0]) : null;

    private List<JsonElement> Load(string field) => [.. Tree.Texts(Test, field).SelectMany(Files).SelectMany(YamlFile.Read)];

    private IEnumerable<JsonElement> ClusterResources() =>
        Load("clusterResources").SelectMany(c => c.TryGetProperty("spec", out var spec) && spec.TryGetProperty("resources", out var items) ? items.EnumerateArray().ToList() : []);

    private IEnumerable<string> Files(string file)
    {
        if (file.StartsWith("https:", StringComparison.Ordinal))
            throw new FormatException("a file of the network");
        return Directory.Exists(Full(file)) ? Directory.GetFiles(Full(file), "*.yaml").Order(StringComparer.Ordinal) : [Full(file)];
    }

    private string Full(string file) => Path.GetFullPath(Path.Combine(_directory, file));
}
