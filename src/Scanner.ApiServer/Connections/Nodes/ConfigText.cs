namespace Scanner.ApiServer.Connections.Nodes;

/// <summary>A text of a kubeconfig and where it stands. <paramref name="Subject"/> names the entry, such as <c>user "x"</c>.</summary>
internal sealed record ConfigText(string Value, string Key, string Subject, ConfigLocation Location)
{
    /// <summary>The value as a path, relative to the file that it stands in.</summary>
    public string FullPath => Path.GetFullPath(Value, Path.GetDirectoryName(Location.File) ?? "/");

    /// <summary>An error about this value; <paramref name="problem"/> goes on after the key.</summary>
    public ConnectionConfigurationException Error(string problem, Exception? cause = null) =>
        Location.Error($"{Subject}: {Key} {problem}", cause);

    /// <summary>Where it stands; never the value, which may be a secret.</summary>
    public override string ToString() => $"{Key} of {Subject}";

    /// <summary>The bytes that the value holds in base64.</summary>
    public byte[] DecodeBase64()
    {
        try
        {
            return Convert.FromBase64String(Value);
        }
        catch (FormatException e)
        {
            throw Error("is not valid base64", e);
        }
    }
}
