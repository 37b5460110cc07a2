using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Scanner.ApiServer.Connections.Nodes;

namespace Scanner.ApiServer.Connections.Tls;

/// <summary>
/// PEM text, from a <c>…-data</c> key or a file. <paramref name="Origin"/> says which, for messages; <paramref name="Source"/> is
/// the key that named it.
/// </summary>
internal sealed record PemText(string Text, string Origin, ConfigText Source)
{
    /// <summary>
    /// Reads what <paramref name="name"/> (a file) or <paramref name="name"/><c>-data</c> (base64) gives; null when neither is
    /// there, an error when both are.
    /// </summary>
    public static PemText? Read(ConfigMap entry, string name)
    {
        var data = OfData(entry, name);
        if (data is not null && entry.Text(name) is { } file)
            throw file.Error($"and {data.Source.Key} are both set; keep one of them");
        return data ?? OfFile(entry, name, folder: null);
    }

    /// <summary>Reads what <paramref name="name"/><c>-data</c> gives; null when it is not there.</summary>
    public static PemText? OfData(ConfigMap entry, string name) => entry.Text(name + "-data") is { } data
        ? new PemText(Encoding.UTF8.GetString(data.DecodeBase64()), $"{data.Key} of {data.Subject}", data)
        : null;

    /// <summary>Reads the file that <paramref name="name"/> names; null when it names none.</summary>
    /// <param name="entry">The entry that has it.</param>
    /// <param name="name">The key.</param>
    /// <param name="folder">What the path is relative to; null for the folder of the kubeconfig.</param>
    public static PemText? OfFile(ConfigMap entry, string name, string? folder)
    {
        if (entry.Text(name) is not { } file)
            return null;
        var path = folder is null ? file.FullPath : Path.GetFullPath(file.Value, folder);
        return new PemText(ReadFile(file, path), $"{file.Key} {path} of {file.Subject}", file);
    }

    /// <summary>The certificates of a bundle.</summary>
    /// <exception cref="ConnectionConfigurationException">There is none, or one that cannot be parsed.</exception>
    public X509Certificate2Collection ReadCertificates()
    {
        try
        {
            return PemBlocks.Certificates(Text) ?? throw Error("holds no PEM certificate");
        }
        catch (CryptographicException e)
        {
            throw Error("holds a certificate that cannot be parsed", e);
        }
    }

    /// <summary>Where it comes from; the text may be a key.</summary>
    public override string ToString() => Origin;

    /// <summary>An error about the contents.</summary>
    public ConnectionConfigurationException Error(string problem, Exception? cause = null) =>
        Source.Location.Error($"{Origin} {problem}", cause);

    private static string ReadFile(ConfigText file, string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw file.Error($"{path} {FileProblem.Describe(e, path)}", e);
        }
    }
}
