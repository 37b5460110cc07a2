using Scanner.Core.Findings;
using Scanner.Core.Remedies;

namespace Scanner.Publishing.Documents;

/// <summary>Puts a finding into the shape of the output.</summary>
internal static class FindingDocument
{
    public static ScanDocument.FindingPart Of(Finding finding, Func<Remedy, Advice> advise)
    {
        var (remedy, anywhere) = (finding.Remedy, finding.Remedy.Anywhere());
        var advice = advise(remedy);
        var general = ReferenceEquals(remedy, anywhere) ? advice : advise(anywhere);
        return new ScanDocument.FindingPart(
            finding.Id,
            finding.Rule,
            finding.Title,
            finding.Severity,
            finding.Resource,
            finding.Message,
            advice.ToString(),
            finding.Docs,
            finding.Exception,
            finding.Subject is { } subject ? SubjectForm.Of(subject) : null,
            advice.Commands.Select((command, i) => Command(command, i < general.Commands.Length ? general.Commands[i] : command)),
            finding.SeverityBecause,
            finding.Cause,
            advice.Note,
            advice.Brief,
            finding.Alternative is { } alternative ? Remedy(advise(alternative)) : null,
            IsToldByCommands(advice, general) ? null : Remedy(general));
    }

    /// <summary>The general advice differs from that of the finding by namespaces in commands alone.</summary>
    private static bool IsToldByCommands(Advice advice, Advice general) =>
        (advice.Note, advice.Brief, advice.Commands.Length) == (general.Note, general.Brief, general.Commands.Length)
        && advice.Commands.Zip(general.Commands).All(p => p.First.Input == p.Second.Input
            && p.First.Words.Length == p.Second.Words.Length && p.First.Words.Zip(p.Second.Words).All(w => w.First == w.Second || w.Second == Word.Namespace));

    private static ScanDocument.RemedyPart Remedy(Advice advice) =>
        new(advice.ToString(), advice.Commands.Select(c => Command(c, c)), advice.Note, advice.Brief);

    /// <param name="general">The same command for any namespace.</param>
    private static ScanDocument.CommandPart Command(Command command, Command general) => new(
        command.Words.Select(w => w.ToString()),
        Indexes(command, i => command.Words[i].IsPlaceholder),
        command.Input,
        Indexes(command, i => i < general.Words.Length && general.Words[i] == Word.Namespace && command.Words[i] != Word.Namespace));

    private static IEnumerable<int> Indexes(Command command, Func<int, bool> wanted) => Enumerable.Range(0, command.Words.Length).Where(wanted);
}
