using Scanner.Footprint;

namespace Scanner.Tests.Footprint;

/// <summary>Entries as Linux 6 writes them, shortened.</summary>
public sealed class MappedFileTests
{
    private const string Smaps = """
        55d0c8a00000-55d0c98e0000 r--p 00000000 08:01 1234                       /usr/bin/scanner
        Size:              14780 kB
        Rss:               14288 kB
        Anonymous:             0 kB
        VmFlags: rd mr mw me sd
        55d0c98e0000-55d0ca6be000 r-xp 00e6f000 08:01 1234                       /usr/bin/scanner
        Rss:               13412 kB
        Anonymous:             0 kB
        55d0ca6be000-55d0ca742000 r--p 01c4d000 08:01 1234                       /usr/bin/scanner
        Anonymous:           204 kB
        55d0ca742000-55d0ca780000 rw-p 01cd1000 08:01 1234                       /usr/bin/scanner
        Anonymous:             0 kB
        55d0cb000000-55d0cb100000 rw-p 00000000 00:00 0                          [heap]
        Anonymous:           920 kB
        7f0000000000-7f0000100000 rw-p 00000000 00:00 0
        Anonymous:           100 kB
        7f0000100000-7f0000200000 r--s 00000000 08:01 77                         /var/lib/a file (deleted)
        Anonymous:             0 kB
        7ffd00000000-7ffd00001000 r-xp 00000000 00:00 0                          [vdso]
        Anonymous:             0 kB
        """;

    [Fact]
    public void Read_Smaps_IsEachFileWithWhatWasWrittenToIt() => Assert.Equal(
        [
            new MappedFile(0x55d0c8a00000, 0x55d0c98e0000, "r--p", "/usr/bin/scanner", 0),
            new MappedFile(0x55d0c98e0000, 0x55d0ca6be000, "r-xp", "/usr/bin/scanner", 0),
            new MappedFile(0x55d0ca6be000, 0x55d0ca742000, "r--p", "/usr/bin/scanner", 204),
            new MappedFile(0x55d0ca742000, 0x55d0ca780000, "rw-p", "/usr/bin/scanner", 0),
            new MappedFile(0x7f0000100000, 0x7f0000200000, "r--s", "/var/lib/a file (deleted)", 0),
        ],
        MappedFile.Read(Smaps.Split('\n')));

    [Fact]
    public void IsAsOnDisk_IsNotWhatCanBeOrWasWritten() =>
        Assert.Equal([true, true, false, false, false], MappedFile.Read(Smaps.Split('\n')).Select(m => m.IsAsOnDisk));

    [Theory]
    [InlineData("")]
    [InlineData("Anonymous: 0 kB")]
    [InlineData("55d0c8a00000 r--p 00000000 08:01 1234 /usr/bin/scanner\nAnonymous: 0 kB")]
    [InlineData("55d0c8a00000-zz r--p 00000000 08:01 1234 /usr/bin/scanner\nAnonymous: 0 kB")]
    [InlineData("a-b /x\nAnonymous: 0 kB")]
    [InlineData("55d0c8a00000-55d0c98e0000 r--p 00000000 08:01 1234 /usr/bin/scanner\nAnonymous: many kB")]
    public void Read_OtherText_IsNothing(string smaps) => Assert.Empty(MappedFile.Read(smaps.Split('\n')));
}
