using System.Text.Json;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno;
using Scanner.Policies.Kyverno.CelPolicies;
using Scanner.Policies.Kyverno.Filters;
using Scanner.Policies.Kyverno.Registration;
using Scanner.Policies.Kyverno.Rules;
using Scanner.Policies.Kyverno.Trees;
using Scanner.Policies.Objects;

namespace Scanner.Conformance.Kyverno;

/// <summary>
/// Every <c>kyverno-test.yaml</c> below a directory: what the rules that validate say to each resource, one case for each resource of each
/// result. A rule that is not for a resource counts as pass or skip, as in Kyverno's own runner.
/// </summary>
internal static class KyvernoSuite
{
    private const int Minor = 36;

    /// <returns>The exit code.</returns>
    public static int Run(string checkout, TextWriter output)
    {
        var files = Directory.GetFiles(checkout, "kyverno-test.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        if (files.Length == 0)
        {
            Console.Error.WriteLine("There are no files kyverno-test.yaml below the directory that was given.");
            return 2;
        }

        var report = new SuiteReport(KyvernoExceptions.Names);
        foreach (var group in files.GroupBy(f => Folder(checkout, f)))
            report.Add(group.Key, [.. group.SelectMany(f => Cases(Path.GetRelativePath(checkout, Path.GetDirectoryName(f)!), f))]);
        return report.Write(output);
    }

    private static string Folder(string checkout, string file)
    {
        var parts = Path.GetRelativePath(checkout, file).Split('/');
        return parts.Length > 3 && parts[0] is "cli" or "conformance" ? $"{parts[0]}/{parts[1]}" : parts[0];
    }

    private static IEnumerable<CaseResult> Cases(string name, string path)
    {
        TestFile file;
        try
        {
            file = new TestFile(path);
        }
        catch (Exception wrong) when (wrong is FormatException or IOException)
        {
            return [new CaseResult(name, CaseOutcome.NotApplicable, "a file that cannot be read: " + wrong.Message.Split('\n')[0])];
        }

        return Tree.Items(file.Test, "results").SelectMany(result => Cases(name.Replace("/.kyverno-test", "", StringComparison.Ordinal), file, result));
    }

    private static IEnumerable<CaseResult> Cases(string name, TestFile file, CelValue result)
    {
        var policy = Tree.Text(result, "policy");
        var label = $"{name}: {policy} {Tree.Text(result, "rule")}".TrimEnd();
        if (Applicability.WhyNot(file, result) is { } why)
            return [new CaseResult(label, CaseOutcome.NotApplicable, why)];
        var resources = file.Resources.Where(r => IsMeant(result, JsonValues.From(r))).ToList();
        return resources.Count == 0
            ? [new CaseResult(label, CaseOutcome.NotApplicable, "no resource of that name")]
            : resources.Select(r => Judge($"{label} {Tree.Text(JsonValues.From(r), "metadata", "name")}", file, result, r));
    }

    private static bool IsMeant(CelValue result, CelValue resource)
    {
        var names = Tree.Texts(result, "resources");
        var kind = Tree.Text(result, "kind");
        var name = Tree.Text(resource, "metadata", "name");
        return (names.IsEmpty || names.Contains(name) || names.Contains($"{Tree.Text(resource, "metadata", "namespace")}/{name}"))
            && (kind.Length == 0 || kind.Split('/')[^1] == Tree.Text(resource, "kind"));
    }

    private static CaseResult Judge(string name, TestFile file, CelValue result, JsonElement resource)
    {
        var expected = Tree.Text(result, "result");
        var answers = Answers(file, result, resource).ToList();
        var unknown = answers.Find(a => a.Status == RuleStatus.Unknown);
        if (unknown is not null)
            return new CaseResult(name, CaseOutcome.NotApplicable, "unknown: " + Kind(unknown.Unknown[0]));
        var told = answers.Where(a => a.Status is not (RuleStatus.NotMatched or RuleStatus.Nothing)).ToList();
        if (told.Count == 0)
        {
            return expected is "pass" or "skip"
                ? new CaseResult(name, CaseOutcome.Passed, "")
                : new CaseResult(name, CaseOutcome.Failed, $"{expected} is expected, and the rule is not for the resource: {answers.Select(a => a.Message).FirstOrDefault()}");
        }

        var wrong = told.Find(a => Told(a.Status) != expected && !(expected == "warn" && a.Status == RuleStatus.Fail));
        return wrong is null
            ? new CaseResult(name, CaseOutcome.Passed, "")
            : new CaseResult(name, CaseOutcome.Failed, $"{expected} is expected, not {Told(wrong.Status)}: {wrong.Message.Split('\n')[0]}");
    }

    /// <summary>Names of entries and objects are left out, so that like is counted with like.</summary>
    private static string Kind(string what) => what.Split(' ')[0] is "apiCall" or "imageRegistry" or "globalReference" or "ConfigMap" ? what.Split(' ')[0] + " without an answer" : what;

    private static string Told(RuleStatus status) => status switch
    {
        RuleStatus.Pass => "pass",
        RuleStatus.Fail => "fail",
        RuleStatus.Skip => "skip",
        _ => "error",
    };

    private static IEnumerable<RuleResult> Answers(TestFile file, CelValue result, JsonElement resource)
    {
        var parts = Tree.Text(result, "policy").Split('/');
        var values = new GivenValues(file.Values, Tree.Text(JsonValues.From(resource), "metadata", "name"));
        var operation = Tree.Text(result, "operation") is { Length: > 0 } own ? own : values.Operation(parts[^1]);
        var shared = KyvernoObjects.Of(new PolicyObjects(file.Objects), Minor) with { Given = values.Of };
        var request = TestRequests.Make(resource, Tree.Get(values.Of(parts[^1], ""), "request", "object"), operation, file);
        var rule = Tree.Text(result, "rule");
        var named = file.Policies.Select(JsonValues.From).Where(p => Tree.Text(p, "metadata", "name") == parts[^1]).ToList();
        if (named.Find(p => Tree.Text(p, "kind") is "ValidatingPolicy" or "NamespacedValidatingPolicy") is { } cel)
            return [new ValidatingPolicy(cel, shared).Run(request)];
        return named.Where(p => Tree.Text(p, "apiVersion").StartsWith("kyverno.io", StringComparison.Ordinal))
            .SelectMany(p => new ClusterPolicy(p, shared).Run(JudgedRequest.Of(request)))
            .Where(r => rule.Length == 0 || Tree.Text(r.Rule, "name") is var n && (n == rule || n == "autogen-" + rule || n == "autogen-cronjob-" + rule))
            .Select(r => r.Result);
    }
}
