using System.Text.Json;
using Scanner.Policies.Decisions;
using Scanner.Policies.Gatekeeper;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;
using YamlDotNet.Core;

namespace Scanner.Conformance.Gatekeeper;

/// <summary>
/// The suites of open-policy-agent/gatekeeper-library, as <c>gator verify</c> runs them: the object is taken for sent to Gatekeeper. A template
/// with code in both languages is run twice, the second time as a version of Gatekeeper that runs its Rego.
/// </summary>
internal static class GatekeeperSuite
{
    private const string OlderPod = """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"manager","namespace":"gatekeeper-system"},
        "spec":{"containers":[{"name":"manager","image":"openpolicyagent/gatekeeper:v3.16.0"}]}}
        """;

    public static string[] FilesOf(string checkout) =>
        Directory.Exists(checkout) ? [.. Directory.GetFiles(checkout, "suite.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];

    public static IEnumerable<CaseResult> Run(string file)
    {
        var directory = Path.GetDirectoryName(file)!;
        using var older = JsonDocument.Parse(OlderPod);
        foreach (var test in YamlFile.Read(file).SelectMany(s => MatchReader.Items(s, "tests")))
        {
            var path = Path.Combine(directory, MatchReader.Text(test, "template"));
            foreach (var one in MatchReader.Items(test, "cases"))
            {
                var name = $"{MatchReader.Text(test, "name")}/{MatchReader.Text(one, "name")}";
                List<JsonElement> Objects() => [.. YamlFile.Read(path), .. YamlFile.Read(Path.Combine(directory, MatchReader.Text(test, "constraint")))];
                yield return Run(name, directory, Objects, one);
                if (HasBothLanguages(File.ReadAllText(path)))
                    yield return Run(name + " (its Rego)", directory, () => [.. Objects(), older.RootElement], one);
            }
        }
    }

    private static bool HasBothLanguages(string template) =>
        template.Contains("engine: K8sNativeValidation", StringComparison.Ordinal) && template.Contains("engine: Rego", StringComparison.Ordinal);

    private static CaseResult Run(string name, string directory, Func<List<JsonElement>> objects, JsonElement test)
    {
        try
        {
            return Decided(name, directory, objects(), test);
        }
        catch (YamlException wrong)
        {
            return new CaseResult(name, CaseOutcome.NotApplicable, $"YAML that the reader refuses: {wrong.Message}");
        }
    }

    private static CaseResult Decided(string name, string directory, List<JsonElement> objects, JsonElement test)
    {
        List<JsonElement> inventory =
            [.. MatchReader.Items(test, "inventory").SelectMany(i => YamlFile.Read(Path.Combine(directory, i.GetString()!)))];
        using var config = JsonDocument.Parse(Synced(inventory));
        var policies = GatekeeperEngine.Compile(new PolicyObjects([.. objects, .. inventory, config.RootElement]), minor: 36);
        var request = Request(YamlFile.Read(Path.Combine(directory, MatchReader.Text(test, "object")))[0]);
        var decisions = policies.SelectMany(p => ((GatekeeperPolicy)p).DecideSent(request)).Select(d => d.Decision).ToArray();
        if (Array.Find(decisions, d => d is PolicyDecision.Unknown or PolicyDecision.Failed { IsDenied: false }) is { } undecided)
            return new CaseResult(name, CaseOutcome.Failed, undecided.ToString());
        string[] messages = [.. decisions.Select(Message).Where(m => m is not null).Select(m => m!)];
        return MatchReader.Items(test, "assertions").Select(a => Assertion.WhyNot(a, messages)).FirstOrDefault(w => w is not null) is { } why
            ? new CaseResult(name, CaseOutcome.Failed, why)
            : new CaseResult(name, CaseOutcome.Passed, "");
    }

    private static string? Message(PolicyDecision decision) => decision switch
    {
        PolicyDecision.Denied denied => denied.Message,
        PolicyDecision.Reported reported => reported.Message,
        PolicyDecision.Failed failed => failed.Error,
        _ => null,
    };

    /// <summary>A Config that syncs the kinds of these objects.</summary>
    private static string Synced(List<JsonElement> inventory)
    {
        var kinds = inventory.Select(i => (Version: MatchReader.Text(i, "apiVersion").Split('/'), Kind: MatchReader.Text(i, "kind"))).Select(k =>
            $$"""{"group":"{{(k.Version.Length > 1 ? k.Version[0] : "")}}","version":"{{k.Version[^1]}}","kind":"{{k.Kind}}"}""");
        return $$"""
            {"apiVersion":"config.gatekeeper.sh/v1alpha1","kind":"Config","metadata":{"name":"config","namespace":"gatekeeper-system"},
            "spec":{"sync":{"syncOnly":[{{string.Join(',', kinds)}}]} } }
            """;
    }

    /// <summary>An AdmissionReview as it is; any other object under no operation, as <c>gator</c> asks it.</summary>
    private static AdmissionRequest Request(JsonElement item)
    {
        if (MatchReader.Text(item, "kind") == "AdmissionReview")
            return Reviewed(MatchReader.Child(item, "request")!.Value);
        var metadata = MatchReader.Child(item, "metadata");
        var kind = KindOf(item);
        return new AdmissionRequest
        {
            Kind = kind,
            Resource = new GroupVersionResource("", "", ""),
            Operation = "",
            Name = MatchReader.Text(metadata, "name"),
            Namespace = kind is { Group: "", Kind: "Namespace" } ? "" : MatchReader.Text(metadata, "namespace"),
            Object = item,
        };
    }

    private static AdmissionRequest Reviewed(JsonElement request)
    {
        var kind = MatchReader.Child(request, "kind");
        var resource = MatchReader.Child(request, "resource");
        var user = MatchReader.Child(request, "userInfo");
        return new AdmissionRequest
        {
            Kind = new GroupVersionKind(MatchReader.Text(kind, "group"), MatchReader.Text(kind, "version"), MatchReader.Text(kind, "kind")),
            Resource = new GroupVersionResource(
                MatchReader.Text(resource, "group"), MatchReader.Text(resource, "version"), MatchReader.Text(resource, "resource")),
            SubResource = MatchReader.Text(request, "subResource"),
            Operation = MatchReader.Text(request, "operation"),
            Name = MatchReader.Text(request, "name"),
            Namespace = MatchReader.Text(request, "namespace"),
            User = new RequestUser(MatchReader.Text(user, "username"), MatchReader.Texts(user, "groups")),
            Object = MatchReader.Child(request, "object"),
            OldObject = MatchReader.Child(request, "oldObject"),
        };
    }

    private static GroupVersionKind KindOf(JsonElement item)
    {
        var version = MatchReader.Text(item, "apiVersion").Split('/');
        return new GroupVersionKind(version.Length > 1 ? version[0] : "", version[^1], MatchReader.Text(item, "kind"));
    }
}
