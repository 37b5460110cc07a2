using Scanner.ApiServer.Lists;

namespace Scanner.ApiServer.Tests.Lists;

/// <summary>Keeps what a list gives, as a caller would, and writes down what happened.</summary>
internal sealed class NameSink : IListSink<string>
{
    public List<string> Names { get; } = [];

    /// <summary>The server's count of what is left after each page; -1 where it gave none.</summary>
    public List<long> Remaining { get; } = [];

    public int Restarts { get; private set; }

    public void Add(string item) => Names.Add(item);

    public void Restart()
    {
        Names.Clear();
        Restarts++;
    }

    public void PageRead(long? remaining) => Remaining.Add(remaining ?? -1);
}
