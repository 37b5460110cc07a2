using Scanner.Core.Posture;
using Scanner.Publishing.Terminal;

namespace Scanner.Publishing.Explanations;

/// <summary><c>scanner explain NAMESPACE</c>: verdict, what answered, the policies, who is exposed, and what to do, in words.</summary>
public sealed class ExplanationWriter(TerminalTraits terminal) : IResultWriter
{
    public void Write(ScanResult result, TextWriter output)
    {
        var page = new Page(output, terminal, WholeNames.Of(result));
        foreach (var ns in result.Namespaces)
        {
            VerdictPart.Write(ns, page);
            AnswersPart.Write(ns, page);
            PoliciesPart.Write(ns, result, page);
            ExposedPart.Write(ns, result, page);
            RemediesPart.Write(ns, result, page, output);
        }

        SuccessorsPart.Write(result, page, output);
        foreach (var error in result.Errors)
            page.Say($"{error.Step}: {error.Message}", "Missing: ");
        if (!result.Complete)
            page.Say("The picture is incomplete: what is not said here may be so all the same.", "");
    }
}
