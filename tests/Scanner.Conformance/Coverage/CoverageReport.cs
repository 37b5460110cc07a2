using System.Text.Json;
using Scanner.Conformance.Gatekeeper;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Coverage;
using Scanner.Policies.Decisions;
using Scanner.Policies.Gatekeeper;
using Scanner.Policies.Kyverno;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;
using YamlDotNet.Core;

namespace Scanner.Conformance.Coverage;

/// <summary>
/// What published policies do about ephemeral containers: each file for itself, a template with the first constraint beside it. Nothing is
/// expected, so nothing fails; the lines are for reading.
/// </summary>
internal static class CoverageReport
{
    private static readonly RequestUser s_user = new("review", ["system:authenticated"]);

    public static int Run(string directory, TextWriter output)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (name, files) in Units(directory))
        {
            foreach (var (kind, line) in Lines(files))
            {
                output.WriteLine($"{name}\t{line}");
                counts[kind] = counts.GetValueOrDefault(kind) + 1;
            }
        }

        output.WriteLine(string.Join(", ", counts.Select(c => $"{c.Value} {c.Key}")));
        return 0;
    }

    private static IEnumerable<(string Name, string[] Files)> Units(string directory)
    {
        foreach (var folder in Directory.GetFiles(directory, "*.y*ml", SearchOption.AllDirectories).GroupBy(f => Path.GetDirectoryName(f)!).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var files = folder.Order(StringComparer.Ordinal).ToArray();
            if (Array.Find(files, f => Path.GetFileName(f) == "template.yaml") is { } template)
            {
                yield return (Path.GetRelativePath(directory, folder.Key), [template, .. files.Where(f => f != template).Take(1)]);
                continue;
            }

            foreach (var file in files)
                yield return (Path.GetRelativePath(directory, file), [file]);
        }
    }

    private static IEnumerable<(string Kind, string Line)> Lines(string[] files)
    {
        PolicyObjects objects;
        try
        {
            objects = new PolicyObjects([.. files.SelectMany(YamlFile.Read)]);
        }
        catch (YamlException wrong)
        {
            return [("no YAML", wrong.Message)];
        }

        IPolicy[] policies = [.. GatekeeperEngine.Compile(objects, minor: 36), .. KyvernoEngine.Compile(objects, minor: 36)];
        return ClusterCoverage.Of(policies, [], s_user).Select(c => (c.Coverage.ToString(), Line(c)));
    }

    private static string Line(PolicyCoverage coverage)
    {
        var settings = string.Join(',', coverage.Variants.Concat(coverage.Missed));
        return $"{coverage.Kind}/{coverage.Name}\t{coverage.Coverage}\t{settings}\t{coverage.Reason.ReplaceLineEndings(" ")}";
    }
}
