using Scanner.Core.Cluster;

namespace Scanner.Core.Admission.PodSecurity;

/// <summary>What of a pod <see cref="PodSecurityFacts"/> says no more of than that it is there, in the words of the server.</summary>
/// <param name="HostNamespaces">As <c>hostNetwork=true, hostPID=true</c>.</param>
/// <param name="HostPathVolumes">As <c>volume "data"</c>.</param>
/// <param name="RestrictedVolumes">As <c>volume "data" uses restricted volume type "hostPath"</c>.</param>
public sealed record PodDetails(string HostNamespaces, string HostPathVolumes, string RestrictedVolumes);
