using System.Text;
using Scanner.Core.Rbac.Rights;
using Scanner.Inventory.Files;

namespace Scanner.Tests.Inventory.Files;

/// <summary>Reads texts as files of the input.</summary>
internal static class ReadFiles
{
    public static OfflineInput Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    public static OfflineInput Read(byte[] bytes) => Read(new MemoryStream(bytes));

    public static OfflineInput Read(Stream stream)
    {
        var objects = new ObjectCollector();
        OfflineReader.Read(stream, "f", objects, CancellationToken.None);
        return objects.Build(["f"]);
    }

    /// <summary>All that was understood and all that was not, a line each.</summary>
    public static List<string> Print(OfflineInput input) =>
    [
        .. input.Namespaces.Select(n => $"Namespace {n.Name} {n.Enforce?.ToString() ?? "-"}"),
        .. input.Pods.Select(p => $"Pod {p.Namespace}/{p.Name} {p.Workload}"),
        .. input.ServiceAccounts.Select(a => $"ServiceAccount {a}"),
        .. input.Roles.Where(r => !DefaultRoles.All.Any(d => d.Name == r.Name)).Select(r => $"{(r.IsClusterRole ? "ClusterRole" : "Role")} {r.Name}"),
        .. input.Bindings.Select(b => $"{b} of {string.Join(", ", b.Subjects)}"),
        .. input.NotRead.Select(k => k.ToString()),
        .. input.Problems.Select(p => $"{p.Place}: {p.Text}"),
    ];
}
