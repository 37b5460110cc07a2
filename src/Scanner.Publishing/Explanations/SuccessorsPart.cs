using System.Text.Json;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Posture;

namespace Scanner.Publishing.Explanations;

/// <summary>The policies of the kind that Kyverno advises now, ready to apply.</summary>
internal static class SuccessorsPart
{
    private const string What =
        "It denies the same settings of containers, ephemeral ones included: both were asked about the same containers. What else the older policy asks of "
        + "pods and of workloads is not in it. Apply it beside the older one, and delete that only where it asks nothing else. Kyverno serves "
        + "policies.kyverno.io/v1 from 1.17 on.";

    public static void Write(ScanResult result, Page page, TextWriter output)
    {
        foreach (var policy in result.Policies)
        {
            if (policy.Successor is not { } manifest)
                continue;
            page.Head($"A ValidatingPolicy for {PlainName(policy)}");
            page.Say(What);
            using var document = JsonDocument.Parse(manifest);
            ManifestPart.Write([document.RootElement], page, output);
        }
    }

    private static string PlainName(PolicyCoverage policy) => Core.PlainText.OneLine(PolicyReferences.Name(policy));
}
