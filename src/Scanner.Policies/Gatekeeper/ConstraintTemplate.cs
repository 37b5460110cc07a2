using System.Text.Json;
using Scanner.Policies.Matching;

namespace Scanner.Policies.Gatekeeper;

/// <summary>A ConstraintTemplate (v1, v1beta1 or v1alpha1), compiled once for all its constraints.</summary>
internal sealed class ConstraintTemplate
{
    private ConstraintTemplate(string kind) => Kind = kind;

    /// <summary>Of the constraints that are made of it.</summary>
    public string Kind { get; }

    /// <summary>Why it enforces nothing; null where it does.</summary>
    public string? Error { get; private init; }

    /// <summary>Where it is not known whether there is such a template.</summary>
    public bool IsUnknown { get; private init; }

    /// <summary>The schema of the parameters; null where there is none.</summary>
    public JsonElement? ParameterSchema { get; private init; }

    /// <summary>Null where it does not compile.</summary>
    public ITemplateProgram? Program { get; private init; }

    public static ConstraintTemplate Missing(string kind, bool isKnown) => new(kind)
    {
        IsUnknown = !isKnown,
        Error = $"there is no ConstraintTemplate for kind {kind}",
    };

    public static ConstraintTemplate Read(JsonElement json, GatekeeperVersion version, int minor)
    {
        var spec = MatchReader.Child(json, "spec");
        var crd = MatchReader.Child(MatchReader.Child(spec, "crd"), "spec");
        var kind = MatchReader.Text(MatchReader.Child(crd, "names"), "kind");
        var name = MatchReader.Text(MatchReader.Child(json, "metadata"), "name");
        var (program, error) = Compile(spec, version, minor);
        return new ConstraintTemplate(kind)
        {
            Program = program,
            ParameterSchema = MatchReader.Child(MatchReader.Child(crd, "validation"), "openAPIV3Schema"),
            Error = (error ?? ErrorIn(json)) is { } why ? $"template {name} enforces nothing: {why}" : null,
        };
    }

    /// <summary>What the pods of Gatekeeper say in the status; null where nothing is wrong.</summary>
    public static string? ErrorIn(JsonElement json)
    {
        foreach (var pod in MatchReader.Items(MatchReader.Child(json, "status"), "byPod"))
        {
            foreach (var error in MatchReader.Items(pod, "errors"))
                return MatchReader.Text(error, "message") is { Length: > 0 } message ? message : MatchReader.Text(error, "code");
        }

        return null;
    }

    private static (ITemplateProgram? Program, string? Error) Compile(JsonElement? spec, GatekeeperVersion version, int minor)
    {
        foreach (var target in MatchReader.Items(spec, "targets"))
        {
            if (MatchReader.Text(target, "target") != GatekeeperEngine.Target)
                continue;
            var code = MatchReader.Items(target, "code").ToArray();
            var cel = Source(code, "K8sNativeValidation");
            var rego = Source(code, "Rego") ?? (MatchReader.Text(target, "rego").Length > 0 ? target : null);
            if (cel is { } expressions && (version.PrefersCel || rego is null))
                return CelTemplate.Compile(expressions, minor);
            return rego is { } source ? RegoTemplate.Compile(source) : (null, "it has no code in Rego or CEL");
        }

        return (null, $"it has no target {GatekeeperEngine.Target}");
    }

    private static JsonElement? Source(JsonElement[] code, string engine) =>
        Array.Find(code, c => MatchReader.Text(c, "engine") == engine) is { ValueKind: JsonValueKind.Object } found ? MatchReader.Child(found, "source") : null;
}
