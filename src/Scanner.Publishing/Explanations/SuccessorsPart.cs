using System.Text.Json;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Posture;

namespace Scanner.Publishing.Explanations;

/// <summary>The policies of the kind that Kyverno advises now, ready to apply.</summary>
internal static class SuccessorsPart
{
    public static void Write(ScanResult result, Page page, TextWriter output)
    {
        foreach (var policy in result.Policies)
        {
            if (policy.Successor is not { } manifest)
                continue;
            page.Head($"A ValidatingPolicy for {PlainName(policy)}");
            page.Say("It denies the settings of containers that this one was found to deny, of ephemeral containers too, and was tried. What else this one asks "
                + "of pods and of workloads is not in it: apply it beside, and take this one away only where that is all it is for. "
                + "Kyverno serves policies.kyverno.io/v1 from 1.17 on.");
            using var document = JsonDocument.Parse(manifest);
            ManifestPart.Write([document.RootElement], page, output);
        }
    }

    private static string PlainName(PolicyCoverage policy) => Core.PlainText.OneLine(PolicyReferences.Name(policy));
}
