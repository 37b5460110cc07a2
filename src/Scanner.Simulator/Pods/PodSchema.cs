namespace Scanner.Simulator.Pods;

/// <summary>The fields of a Pod (core/v1), in the order in which the API server writes them.</summary>
/// <remarks>
/// One type a line: <c>Type: field field:Type field@28</c>. A field without a type is a value or a free map; <c>@28</c> means since 1.28.
/// Lists and single objects are written alike. Source: staging/src/k8s.io/api/core/v1/types.go.
/// </remarks>
internal static class PodSchema
{
    public const string Root = "Pod";

    public const string Text = """
        Pod: kind apiVersion metadata:ObjectMeta spec:PodSpec status
        ObjectMeta: name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp deletionGracePeriodSeconds labels annotations ownerReferences:OwnerReference finalizers managedFields:ManagedFields
        OwnerReference: apiVersion kind name uid controller blockOwnerDeletion
        ManagedFields: manager operation apiVersion time fieldsType fieldsV1 subresource
        PodSpec: volumes:Volume initContainers:Container containers:Container ephemeralContainers:EphemeralContainer restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy nodeSelector serviceAccountName serviceAccount automountServiceAccountToken nodeName hostNetwork hostPID hostIPC shareProcessNamespace securityContext:PodSecurityContext imagePullSecrets:LocalReference hostname subdomain affinity:Affinity schedulerName tolerations:Toleration hostAliases:HostAlias priorityClassName priority dnsConfig:DnsConfig readinessGates:ReadinessGate runtimeClassName enableServiceLinks preemptionPolicy overhead topologySpreadConstraints:TopologySpreadConstraint setHostnameAsFQDN os:PodOs hostUsers schedulingGates:SchedulingGate@28 resourceClaims:PodResourceClaim@28 resources:Resources@36 hostnameOverride@36 workloadRef@36
        Container: name image command args workingDir ports:ContainerPort envFrom:EnvFrom env:EnvVar resources:Resources resizePolicy:ResizePolicy@28 restartPolicy@28 restartPolicyRules:RestartRule@36 volumeMounts:VolumeMount volumeDevices:VolumeDevice livenessProbe:Probe readinessProbe:Probe startupProbe:Probe lifecycle:Lifecycle terminationMessagePath terminationMessagePolicy imagePullPolicy securityContext:SecurityContext stdin stdinOnce tty
        EphemeralContainer: name image command args workingDir ports:ContainerPort envFrom:EnvFrom env:EnvVar resources:Resources resizePolicy:ResizePolicy@28 restartPolicy@28 restartPolicyRules:RestartRule@36 volumeMounts:VolumeMount volumeDevices:VolumeDevice livenessProbe:Probe readinessProbe:Probe startupProbe:Probe lifecycle:Lifecycle terminationMessagePath terminationMessagePolicy imagePullPolicy securityContext:SecurityContext stdin stdinOnce tty targetContainerName
        ContainerPort: name hostPort containerPort protocol hostIP
        EnvFrom: prefix configMapRef:OptionalReference secretRef:OptionalReference
        OptionalReference: name optional
        LocalReference: name
        EnvVar: name value valueFrom:EnvVarSource
        EnvVarSource: fieldRef:FieldRef resourceFieldRef:ResourceFieldRef configMapKeyRef:KeyRef secretKeyRef:KeyRef fileKeyRef:FileKeyRef@36
        FieldRef: apiVersion fieldPath
        ResourceFieldRef: containerName resource divisor
        KeyRef: name key optional
        FileKeyRef: volumeName path key optional
        Resources: limits requests claims:ResourceClaim@28
        ResourceClaim: name request@36
        ResizePolicy: resourceName restartPolicy
        RestartRule: action exitCodes
        VolumeMount: name readOnly recursiveReadOnly@30 mountPath subPath mountPropagation subPathExpr
        VolumeDevice: name devicePath
        Probe: exec:Exec httpGet:HttpGet tcpSocket:TcpSocket grpc:Grpc initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold terminationGracePeriodSeconds
        Lifecycle: postStart:Handler preStop:Handler stopSignal@36
        Handler: exec:Exec httpGet:HttpGet tcpSocket:TcpSocket sleep:Sleep@30
        Exec: command
        HttpGet: path port host scheme httpHeaders:HttpHeader
        HttpHeader: name value
        TcpSocket: port host
        Grpc: port service
        Sleep: seconds
        SecurityContext: capabilities:Capabilities privileged seLinuxOptions:SeLinuxOptions windowsOptions:WindowsOptions runAsUser runAsGroup runAsNonRoot readOnlyRootFilesystem allowPrivilegeEscalation procMount seccompProfile:Profile appArmorProfile:Profile@30
        PodSecurityContext: seLinuxOptions:SeLinuxOptions windowsOptions:WindowsOptions runAsUser runAsGroup runAsNonRoot supplementalGroups supplementalGroupsPolicy@36 fsGroup sysctls:Sysctl fsGroupChangePolicy seccompProfile:Profile appArmorProfile:Profile@30 seLinuxChangePolicy@36
        Capabilities: add drop
        SeLinuxOptions: user role type level
        WindowsOptions: gmsaCredentialSpecName gmsaCredentialSpec runAsUserName hostProcess
        Profile: type localhostProfile
        Sysctl: name value
        Affinity: nodeAffinity podAffinity podAntiAffinity
        Toleration: key operator value effect tolerationSeconds
        HostAlias: ip hostnames
        DnsConfig: nameservers searches options:DnsOption
        DnsOption: name value
        ReadinessGate: conditionType
        TopologySpreadConstraint: maxSkew topologyKey whenUnsatisfiable labelSelector minDomains nodeAffinityPolicy nodeTaintsPolicy matchLabelKeys
        PodOs: name
        SchedulingGate: name
        PodResourceClaim: name source resourceClaimName@36 resourceClaimTemplateName@36
        Volume: name hostPath:HostPath emptyDir:EmptyDir gcePersistentDisk awsElasticBlockStore gitRepo secret:SecretVolume nfs:Nfs iscsi glusterfs persistentVolumeClaim:ClaimVolume rbd flexVolume cinder cephfs flocker downwardAPI:DownwardVolume fc azureFile configMap:ConfigMapVolume vsphereVolume quobyte azureDisk photonPersistentDisk projected:ProjectedVolume portworxVolume scaleIO storageos csi:CsiVolume ephemeral image:ImageVolume@36
        HostPath: path type
        EmptyDir: medium sizeLimit
        SecretVolume: secretName items:KeyToPath defaultMode optional
        ConfigMapVolume: name items:KeyToPath defaultMode optional
        KeyToPath: key path mode
        Nfs: server path readOnly
        ClaimVolume: claimName readOnly
        DownwardVolume: items:DownwardFile defaultMode
        DownwardFile: path fieldRef:FieldRef resourceFieldRef:ResourceFieldRef mode
        ProjectedVolume: sources:ProjectedSource defaultMode
        ProjectedSource: secret:SecretProjection downwardAPI:DownwardVolume configMap:SecretProjection serviceAccountToken:TokenProjection clusterTrustBundle@30 podCertificate@36
        SecretProjection: name items:KeyToPath optional
        TokenProjection: audience expirationSeconds path
        CsiVolume: driver readOnly fsType volumeAttributes nodePublishSecretRef:LocalReference
        ImageVolume: reference pullPolicy
        """;
}
