namespace Scanner.ArchitectureTests;

/// <summary>Fails with every complaint in full, one a line.</summary>
internal static class Complaints
{
    public static void None(IEnumerable<string> complaints)
    {
        var all = complaints.ToList();
        if (all.Count > 0)
            Assert.Fail($"{all.Count} complaints:{Environment.NewLine}{string.Join(Environment.NewLine, all)}");
    }
}
