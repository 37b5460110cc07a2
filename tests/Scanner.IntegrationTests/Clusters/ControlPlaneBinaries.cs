namespace Scanner.IntegrationTests.Clusters;

/// <summary>
/// Finds a real control plane by the convention of envtest: <c>KUBEBUILDER_ASSETS</c>, by default <c>/usr/local/kubebuilder/bin</c>,
/// holds <c>kube-apiserver</c> and <c>etcd</c> (which may also be on PATH).
/// </summary>
internal sealed record ControlPlaneBinaries(string ApiServer, string Etcd)
{
    public const string Variable = "KUBEBUILDER_ASSETS";

    private const string DefaultFolder = "/usr/local/kubebuilder/bin";

    /// <summary>The binaries, or what is missing.</summary>
    public static (ControlPlaneBinaries? Found, string Missing) Find()
    {
        var folder = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set : DefaultFolder;
        var apiServer = Path.Combine(folder, "kube-apiserver");
        if (!File.Exists(apiServer))
            return (null, $"no kube-apiserver in {folder} (set {Variable} to a folder that has kube-apiserver and etcd)");
        var etcd = Paths(folder).Select(p => Path.Combine(p, "etcd")).FirstOrDefault(File.Exists);
        return etcd is null
            ? (null, $"no etcd in {folder} or on PATH ({Variable} names the folder)")
            : (new ControlPlaneBinaries(apiServer, etcd), "");
    }

    private static IEnumerable<string> Paths(string folder) =>
        [folder, .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)];
}
