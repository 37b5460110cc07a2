using System.Security.Cryptography;
using System.Text;

namespace Scanner.Worker.Reports;

/// <summary>Names an installation: all its replicas, before and after an upgrade.</summary>
internal static class ReportInstance
{
    /// <summary>Longest value of a label (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set).</summary>
    private const int Longest = 63;

    private const int HashLength = 10;

    /// <summary>Where its Lease is and what that is called, whether one is taken or not; of a long name the end is a hash.</summary>
    public static string Of(string leaseNamespace, string leaseName)
    {
        var name = $"{leaseNamespace}.{leaseName}";
        if (name.Length <= Longest)
            return name;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..HashLength];
        return $"{name[..(Longest - HashLength - 1)].TrimEnd('.', '-')}-{hash}";
    }
}
