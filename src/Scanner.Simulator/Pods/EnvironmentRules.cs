using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Scanner.Simulator.Admission;

namespace Scanner.Simulator.Pods;

/// <summary>API validation of a container's <c>env</c> (k8s:pkg/apis/core/validation, ValidateEnv).</summary>
internal sealed partial class EnvironmentRules(KubernetesVersion version, FieldErrors errors)
{
    private static readonly string[] s_sources = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef"];

    // RelaxedEnvironmentVariableValidation is on by default since 1.32, and fileKeyRef came later still; of the versions here only 1.36 has them.
    private bool IsRelaxed => version >= KubernetesVersion.V1_36;

    private string[] Sources => IsRelaxed ? [.. s_sources, "fileKeyRef"] : s_sources;

    public void Check(JsonObject container, string path)
    {
        foreach (var (variable, index) in container.Objects("env").Select((v, i) => (v, i)))
        {
            var at = $"{path}.env[{index}]";
            var name = variable.Text("name") ?? "";
            if (name.Length == 0)
                errors.Required(at + ".name");
            foreach (var problem in name.Length == 0 ? [] : IsRelaxed ? Relaxed(name) : Strict(name))
                errors.Invalid(at + ".name", GoText.Quote(name), problem);
            if (variable.Object("valueFrom") is { } source)
                CheckSource(source, variable.Text("value") ?? "", at + ".valueFrom");
        }
    }

    private static IEnumerable<string> Relaxed(string name) => name.All(c => c is >= ' ' and <= '~' and not '=')
        ? []
        : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];

    private static IEnumerable<string> Strict(string name)
    {
        if (!NamePattern().IsMatch(name))
        {
            yield return "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit "
                + "(e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')";
        }

        if (name is "." or "..")
            yield return $"must not be '{name}'";
        else if (name.StartsWith("..", StringComparison.Ordinal))
            yield return "must not start with '..'";
    }

    private void CheckSource(JsonObject source, string value, string path)
    {
        var given = Sources.Count(source.ContainsKey);
        if (given == 0)
        {
            var names = Sources.Select(name => $"`{name}`").ToArray();
            errors.Invalid(path, "\"\"", $"must specify one of: {string.Join(", ", names[..^1])} or {names[^1]}");
        }
        else if (value.Length > 0)
        {
            errors.Invalid(path, "\"\"", "may not be specified when `value` is not empty");
        }
        else if (given > 1)
        {
            errors.Invalid(path, "\"\"", "may not have more than one field specified at a time");
        }
    }

    [GeneratedRegex(@"^[-._a-zA-Z][-._a-zA-Z0-9]*\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamePattern();
}
