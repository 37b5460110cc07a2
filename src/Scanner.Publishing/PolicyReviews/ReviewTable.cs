using Scanner.Core;
using Scanner.Publishing.Terminal;

namespace Scanner.Publishing.PolicyReviews;

/// <summary><c>scanner review</c> as text: the request, each decision, and what follows.</summary>
internal static class ReviewTable
{
    public static void Write(ReviewResult result, TerminalTraits terminal, TextWriter output)
    {
        Paragraph(output, "Request: ", Describe(result.Request), terminal);
        foreach (var note in result.Notes)
            Paragraph(output, "Note: ", note, terminal);
        foreach (var error in result.Errors)
            Paragraph(output, "Missing: ", error, terminal);
        output.WriteLine();
        if (!result.Decisions.IsEmpty)
        {
            WriteDecisions(result, terminal, output);
            output.WriteLine();
        }

        Paragraph(output, $"{result.Outcome}: ", result.Because, terminal);
    }

    private static void WriteDecisions(ReviewResult result, TerminalTraits terminal, TextWriter output)
    {
        var table = new TextTable(terminal, "POLICY", "RULE", "DECISION", "MESSAGE") { Prose = 1 };
        foreach (var decision in result.Decisions)
            table.AddRow((decision.Policy, Tone.Plain), (decision.Rule, Tone.Plain), (decision.Answer, ToneOf(decision)), (PlainText.OneLine(decision.Message), Tone.Plain));
        table.Write(output);
    }

    private static string Describe(ReviewedRequest request)
    {
        var name = $"{(request.Namespace.Length > 0 ? request.Namespace + "/" : "")}{request.Name}";
        var added = request.Container.Length > 0 ? $", with {request.Container}" : "";
        return $"{request.Operation} {request.Resource} {name}{added}";
    }

    private static void Paragraph(TextWriter output, string label, string text, TerminalTraits terminal) =>
        TextFlow.Write(output, label, PlainText.OneLine(text), terminal.OutWidth, WholeNames.None);

    private static Tone ToneOf(ReviewDecision decision) => decision switch
    {
        { Denies: true } => Tone.Good,
        { Answer: "Unknown" or "Failed" or "Warned" or "Audited" } => Tone.Doubtful,
        _ => Tone.Plain,
    };
}
