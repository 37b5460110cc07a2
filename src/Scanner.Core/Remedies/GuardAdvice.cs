using System.Collections.Immutable;

namespace Scanner.Core.Remedies;

/// <summary>How a door is closed by <see cref="GuardPolicy"/>, whatever left it open.</summary>
internal static class GuardAdvice
{
    private const string What = "deny privileged ephemeral containers by a ready ValidatingAdmissionPolicy";

    public static Advice Of(ImmutableArray<string> namespaces) => namespaces.IsEmpty
        ? new(What)
        : Advice.Of(Kubectl.ApplyToCluster(GuardPolicy.For(namespaces))).Noting($"{What} in {Names(namespaces)}") with { Brief = $"{What} in {Names(namespaces)}" };

    public static Advice Meanwhile(Remedy.CloseMeanwhile remedy)
    {
        var (mend, close) = (RemedyText.Advise(remedy.Mend), RemedyText.Advise(remedy.Close));
        var note = $"{mend.Note}; until then {close.Note}";
        return close with { Note = note, Brief = close.Brief.Length > 0 ? note : "" };
    }

    private static string Names(ImmutableArray<string> namespaces) => namespaces.Length == 1
        ? $"namespace {namespaces[0]}"
        : $"{namespaces.Length} namespaces, {string.Join(", ", namespaces.Take(3))}{(namespaces.Length > 3 ? " and more" : "")}";
}
