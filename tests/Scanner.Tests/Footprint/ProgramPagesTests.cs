using System.Globalization;
using Scanner.Footprint;

namespace Scanner.Tests.Footprint;

public sealed class ProgramPagesTests
{
    [SkippableFact]
    public void Release_OfThisProcess_LessOfItsFilesIsResident()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "no Linux: the system does not list what a process has mapped");
        var before = ResidentKilobytes();
        ProgramPages.Release();
        // What other tests run meanwhile comes again at once, and is a part of it.
        Assert.InRange(ResidentKilobytes(), 0, before - 1);
    }

    private static long ResidentKilobytes() => File.ReadLines("/proc/self/status")
        .Where(l => l.StartsWith("RssFile:", StringComparison.Ordinal))
        .Select(l => long.Parse(l.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture))
        .Single();
}
