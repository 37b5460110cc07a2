using System.Collections.Immutable;
using Scanner.Core.Findings;
using Scanner.Core.Remedies;

namespace Scanner.Publishing.Documents;

/// <summary>Reads one finding of a document: what <see cref="FindingDocument"/> has written.</summary>
internal static class FindingPartReader
{
    public static Finding Read(ScanDocument.FindingPart part)
    {
        var commands = DocumentList.Read(part.Commands, c => c);
        return new Finding(
            part.Id,
            part.Rule,
            part.Title,
            DocumentList.Known(part.Severity),
            part.Resource,
            part.Message,
            new Remedy.AsTold(Advice(part, [.. commands.Select(Own)]), part.Anywhere is { } anywhere ? Told(anywhere) : Advice(part, [.. commands.Select(General)])),
            part.Docs,
            part.Accepted,
            part.Subject is { } subject ? SubjectForm.Parse(subject) : null)
        {
            SeverityBecause = part.SeverityBecause,
            Cause = part.Cause,
            Alternative = part.Alternative is { } alternative ? AsTold(Told(alternative)) : null,
        };
    }

    // One of before there were notes has all of its words here.
    private static Advice Advice(ScanDocument.FindingPart part, ImmutableArray<Command> commands) =>
        new(commands.IsEmpty ? part.Remediation : part.Note, commands) { Brief = part.Brief };

    private static Remedy.AsTold AsTold(Advice advice) => new(advice, advice);

    private static Advice Told(ScanDocument.RemedyPart part)
    {
        ImmutableArray<Command> commands = [.. DocumentList.Read(part.Commands, Own)];
        return new Advice(commands.IsEmpty ? part.Remediation : part.Note, commands) { Brief = part.Brief };
    }

    private static Command Own(ScanDocument.CommandPart part)
    {
        var placeholders = part.Placeholders.ToHashSet();
        return new Command([.. DocumentList.Texts(part.Argv).Select((text, i) => Word.Parse(text, placeholders.Contains(i)))], part.Stdin);
    }

    private static Command General(ScanDocument.CommandPart part)
    {
        var own = Own(part);
        var anywhere = (part.NamespaceAt ?? []).ToHashSet();
        return own with { Words = [.. own.Words.Select((word, i) => anywhere.Contains(i) ? Word.Namespace : word)] };
    }
}
