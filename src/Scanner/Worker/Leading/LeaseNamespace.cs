using Scanner.ApiServer.Connections;

namespace Scanner.Worker.Leading;

/// <summary>Where the lease is kept when nobody says so.</summary>
internal static class LeaseNamespace
{
    private const string OutsideOfPods = "default";

    /// <summary>The pod's own namespace, from the file that its service account brings; <c>default</c> where there is none.</summary>
    /// <param name="serviceAccountDirectory">In a pod <see cref="ConnectionEnvironment.DefaultServiceAccountDirectory"/>.</param>
    public static string Default(string serviceAccountDirectory = ConnectionEnvironment.DefaultServiceAccountDirectory)
    {
        try
        {
            var name = File.ReadAllText(Path.Combine(serviceAccountDirectory, "namespace")).Trim();
            return name.Length > 0 ? name : OutsideOfPods;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return OutsideOfPods;
        }
    }
}
