using System.Text;
using Scanner.Cli.Outputs;

namespace Scanner.Tests.Cli.Outputs;

public sealed class LateTruncatingFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Write_OverALongerFile_LeavesOnlyTheNewContents()
    {
        File.WriteAllText(_path, "an earlier, longer result");
        using (var file = new LateTruncatingFile(_path))
            file.Write(Encoding.UTF8.GetBytes("new"));
        Assert.Equal("new", File.ReadAllText(_path));
    }

    [Fact]
    public void Dispose_NothingWritten_KeepsTheEarlierFile()
    {
        File.WriteAllText(_path, "earlier");
        new LateTruncatingFile(_path).Dispose();
        Assert.Equal("earlier", File.ReadAllText(_path));
    }

    [Fact]
    public void Dispose_NothingWrittenAndNoFileBefore_LeavesNone()
    {
        new LateTruncatingFile(_path).Dispose();
        Assert.False(File.Exists(_path));
    }
}
