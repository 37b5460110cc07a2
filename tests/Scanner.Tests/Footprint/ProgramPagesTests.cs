using System.Globalization;
using System.IO.MemoryMappedFiles;
using Scanner.Footprint;

namespace Scanner.Tests.Footprint;

public sealed class ProgramPagesTests
{
    private const int Size = 1 << 20;

    // What is resident of the files of the program itself grows whenever another test runs code that none has run before, so that this test brings a file of its own.
    [SkippableFact]
    public void Release_OfAFileThatWasReadWhole_NothingOfItIsResidentAndAllCanBeReadAgain()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "no Linux: the system does not list what a process has mapped");
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, [.. Enumerable.Repeat((byte)7, Size)]);
            using var mapped = MemoryMappedFile.CreateFromFile(file, FileMode.Open, null, 0, MemoryMappedFileAccess.CopyOnWrite);
            using var view = mapped.CreateViewAccessor(0, Size, MemoryMappedFileAccess.Read);
            Assert.Equal(7L * Size, Sum(view));
            Assert.InRange(ResidentKilobytes(file), Size / 1024, long.MaxValue);
            ProgramPages.Release();
            Assert.Equal(0, ResidentKilobytes(file));
            Assert.Equal(7L * Size, Sum(view));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static long Sum(MemoryMappedViewAccessor view)
    {
        var all = new byte[Size];
        view.ReadArray(0, all, 0, Size);
        return all.Sum(b => (long)b);
    }

    private static long ResidentKilobytes(string file) => File.ReadLines("/proc/self/smaps")
        .SkipWhile(l => !l.EndsWith(file, StringComparison.Ordinal))
        .Where(l => l.StartsWith("Rss:", StringComparison.Ordinal))
        .Select(l => long.Parse(l.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture))
        .First();
}
