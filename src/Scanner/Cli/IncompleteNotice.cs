using Scanner.Core;
using Scanner.Core.Posture;

namespace Scanner.Cli;

/// <summary>The line on standard error that says why a result proves less than it could, whatever format the result has.</summary>
internal static class IncompleteNotice
{
    public static void Write(ScanResult result, TextWriter error)
    {
        if (Text(result) is { } text)
            error.WriteLine($"scanner: {PlainText.OneLine(text)}");
    }

    private static string? Text(ScanResult result)
    {
        if (result.Interrupted)
            return $"interrupted: {ScanError.Interrupted.Message}";
        var unasked = result.Namespaces.Where(n => n.CouldNotBeAsked).ToList();
        return (result.Errors, unasked) switch
        {
            ([var first, ..], _) => $"incomplete: {first.Step}: {first.Message}{More(result.Errors.Length - 1 + unasked.Count)}",
            (_, [var ns, ..]) => $"incomplete: namespace {ns.Name} could not be judged ({ns.UnknownBecause}){More(unasked.Count - 1)}",
            _ => null,
        };
    }

    private static string More(int count) => count > 0 ? $" (and {count} more, see the result)" : "";
}
