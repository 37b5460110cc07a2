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
        var data = entry.Text(name + "-data");
        var file = entry.Text(name);
        if (data is not null && file is not null)
            throw file.Error($"and {data.Key} are both set; keep one of them");
        if (data is not null)
            return new PemText(Encoding.UTF8.GetString(data.DecodeBase64()), $"{data.Key} of {data.Subject}", data);
        return file is null ? null : new PemText(ReadFile(file), $"{file.Key} {file.FullPath} of {file.Subject}", file);
    }

    /// <summary>An error about the contents.</summary>
    public ConnectionConfigurationException Error(string problem, Exception? cause = null) =>
        Source.Location.Error($"{Origin} {problem}", cause);

    private static string ReadFile(ConfigText file)
    {
        try
        {
            return File.ReadAllText(file.FullPath);
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw file.Error($"{file.FullPath} {FileProblem.Describe(e, file.FullPath)}", e);
        }
    }
}
