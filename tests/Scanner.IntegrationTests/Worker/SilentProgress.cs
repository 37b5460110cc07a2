using Scanner.Inventory;

namespace Scanner.IntegrationTests.Worker;

internal sealed class SilentProgress : IScanProgress
{
    public static readonly SilentProgress Instance = new();

    public void PodsListed(int pods, long? remaining)
    {
    }

    public void NamespacesProbed(int done, int total)
    {
    }
}
