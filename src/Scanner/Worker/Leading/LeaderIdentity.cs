namespace Scanner.Worker.Leading;

/// <summary>Names this process in the lease.</summary>
internal static class LeaderIdentity
{
    /// <summary>
    /// The host's name, in a pod that of the pod, and a random part: a container that was restarted in its pod is another process
    /// and must not take the lease of its forerunner for its own.
    /// </summary>
    public static string Create(string host, Random random) => $"{host}_{random.GetHexString(10, lowercase: true)}";
}
