namespace Scanner.Policies.Cel.Evaluation;

/// <summary>The variables of the macros around an expression, innermost first, and where the frame holds them.</summary>
internal sealed class Scope(Scope? outer, string name, int slot)
{
    public static int Find(Scope? scope, string sought)
    {
        for (var at = scope; at is not null; at = at.Outer)
        {
            if (at.Name == sought)
                return at.Slot;
        }

        return -1;
    }

    private Scope? Outer => outer;

    private string Name => name;

    private int Slot => slot;
}
