"""Valid bases: class, variant, data (see data.py), keyword arguments as source text. Options are changed from these one at a time.

The first line of a class is its base; the others are asked as they stand. What a version does not have is skipped there. Classes
without a line are fitted with their defaults. The second half holds what other estimators stand in.
"""

TABLE = r"""
Ridge                       | | df | alpha=1.0
Ridge                       |noint | reg | fit_intercept=False
Ridge                       |multi | multireg | alpha=0.5
Ridge                       |f32 | regf32 | alpha=0.5
LinearRegression            | | df |
LinearRegression            |multi | multireg |
Lasso                       | | df | alpha=0.05
Lasso                       |sparse | csrbin | alpha=0.01
ElasticNet                  | | df | alpha=0.05
RidgeCV                     | | reg | alphas=(0.1, 1.0)
RidgeClassifier             | | multi |
RidgeClassifier             |bin | binstr |
MultiTaskLasso              | | multireg | alpha=0.05
MultiTaskElasticNet         | | multireg | alpha=0.05
MultiTaskLassoCV            | | multireg | n_alphas=5
MultiTaskLassoCV            |a | multireg | alphas=5
MultiTaskElasticNetCV       | | multireg | n_alphas=5
MultiTaskElasticNetCV       |a | multireg | alphas=5
PoissonRegressor            | | posy |
GammaRegressor              | | posy |
TweedieRegressor            | | posy | power=1.5
TweedieRegressor            |identity | reg | power=0, link='identity'
LogisticRegression          | | df4 | C=1.0
LogisticRegression          |multi | multi | solver='lbfgs', max_iter=300
LogisticRegression          |bin | bin |
LogisticRegression          |str | multistr | solver='lbfgs', max_iter=300
LogisticRegression          |ovr | multi | multi_class='ovr', solver='liblinear'
LogisticRegression          |multinomial | multi | multi_class='multinomial', solver='lbfgs', max_iter=300
LogisticRegression          |multinomialbin | bin | multi_class='multinomial', solver='lbfgs'
LogisticRegression          |sparse | csr | solver='lbfgs', max_iter=300
LogisticRegressionCV        | | bin | Cs=3
LogisticRegressionCV        |multi | multi | Cs=3
SGDClassifier               | | multi |
SGDClassifier               |log_loss | bin | loss='log_loss'
SGDClassifier               |log | bin | loss='log'
SGDClassifier               |huber | multi | loss='modified_huber'
SGDClassifier               |average | bin | average=True
SGDRegressor                | | reg |
SGDRegressor                |avg | reg | average=True
QuantileRegressor           | | reg | solver='highs'
HuberRegressor              | | reg |
RANSACRegressor             | | reg |
TheilSenRegressor           | | reg |
SVC                         | | multi |
SVC                         |linear | multi | kernel='linear'
SVC                         |poly | multi | kernel='poly', degree=2, coef0=1.0
SVC                         |sigmoid | bin | kernel='sigmoid', gamma=0.05
SVC                         |proba | bin | probability=True
SVC                         |probamulti | multistr | probability=True, gamma='auto'
SVC                         |ovo | multi | decision_function_shape='ovo', break_ties=False
SVC                         |breakties | multi | break_ties=True, decision_function_shape='ovr'
SVC                         |precomputed | kernel | kernel='precomputed'
SVC                         |sparse | csr |
SVR                         | | reg |
SVR                         |poly | reg | kernel='poly'
NuSVC                       | | multi | nu=0.3
NuSVR                       | | reg |
LinearSVC                   | | multi |
LinearSVC                   |crammer | multi | multi_class='crammer_singer'
LinearSVR                   | | reg |
OneClassSVM                 | | multi |
KNeighborsClassifier        | | multi |
KNeighborsClassifier        |kdtree | multi | algorithm='kd_tree', leaf_size=5
KNeighborsClassifier        |balltree | multi | algorithm='ball_tree', weights='distance', leaf_size=5
KNeighborsClassifier        |brute | multi | algorithm='brute', metric='manhattan'
KNeighborsClassifier        |cosine | multi | metric='cosine', algorithm='brute'
KNeighborsClassifier        |minkowski3 | multi | p=3
KNeighborsClassifier        |multiout | multiout |
KNeighborsClassifier        |sparse | csr |
KNeighborsRegressor         | | reg |
KNeighborsRegressor         |dist | multireg | weights='distance'
RadiusNeighborsClassifier   | | multi | radius=3.0, outlier_label=0
RadiusNeighborsRegressor    | | reg | radius=4.0
NearestNeighbors            | | multi | n_neighbors=3
NearestNeighbors            |chebyshev | multi | metric='chebyshev', algorithm='ball_tree'
NearestNeighbors            |haversine | none | metric='cityblock', algorithm='kd_tree', leaf_size=3
KNeighborsTransformer       | | multi | n_neighbors=3
RadiusNeighborsTransformer  | | multi | radius=2.0
NearestCentroid             | | multi |
NearestCentroid             |shrink | multi | shrink_threshold=0.2
KernelDensity               | | none | bandwidth=0.8
KernelDensity               |tophat | none | kernel='tophat', bandwidth=3.0
KernelDensity               |epanechnikov | none | kernel='epanechnikov', bandwidth=3.0
KernelDensity               |exponential | none | kernel='exponential', algorithm='ball_tree'
KernelDensity               |linear | none | kernel='linear', bandwidth=3.0
KernelDensity               |cosine | none | kernel='cosine', bandwidth=3.0
LocalOutlierFactor          | | none | n_neighbors=5
LocalOutlierFactor          |novelty | none | n_neighbors=5, novelty=True
IsolationForest             | | none |
EllipticEnvelope            | | none |
NeighborhoodComponentsAnalysis | | multi | max_iter=20
KernelRidge                 | | reg | kernel='rbf', gamma=0.3
KernelRidge                 |poly | reg | kernel='polynomial', degree=2
KernelRidge                 |laplacian | reg | kernel='laplacian'
GaussianProcessRegressor    | | reg |
GaussianProcessRegressor    |rbf | reg | kernel=kernels_RBF(1.5) + kernels_White(0.1), normalize_y=True
GaussianProcessRegressor    |matern | reg | kernel=2.0 * kernels_Matern(1.0, nu=1.5), alpha=0.1
GaussianProcessRegressor    |maternnu | reg | kernel=kernels_Matern(1.0, nu=0.8), alpha=0.1, optimizer=None
GaussianProcessRegressor    |rq | reg | kernel=kernels_RQ(1.0, 0.5), alpha=0.1
GaussianProcessRegressor    |ess | reg1 | kernel=kernels_ESS(1.0, 3.0), alpha=0.1
GaussianProcessRegressor    |dot | reg | kernel=kernels_Dot(1.0) ** 2, alpha=0.1
GaussianProcessRegressor    |ard | multireg | kernel=kernels_RBF([1.0, 2.0, 0.5]), alpha=0.1
GaussianProcessClassifier   | | bin |
GaussianProcessClassifier   |multi | multi | kernel=1.0 * kernels_RBF(1.0)
GaussianProcessClassifier   |ovo | multi | multi_class='one_vs_one'
DecisionTreeClassifier      | | multi |
DecisionTreeClassifier      |str | multistr | max_depth=3
DecisionTreeClassifier      |multiout | multiout | max_depth=3
DecisionTreeClassifier      |nan | nan | max_depth=4
DecisionTreeClassifier      |sparse | csr | max_depth=4
DecisionTreeRegressor       | | reg | max_depth=5
DecisionTreeRegressor       |multi | multireg | max_depth=3
DecisionTreeRegressor       |abs | reg | criterion='absolute_error', max_depth=3
DecisionTreeRegressor       |mae | reg | criterion='mae', max_depth=3
DecisionTreeRegressor       |mono | reg | monotonic_cst=[1, -1, 0], max_depth=4
ExtraTreeClassifier         | | multi | max_depth=4
ExtraTreeRegressor          | | reg | max_depth=4
RandomForestClassifier      | | multi | max_depth=5
RandomForestClassifier      |oob | bin | max_depth=3, oob_score=True, n_estimators=12
RandomForestClassifier      |multiout | multiout | max_depth=3
RandomForestClassifier      |nan | nan | max_depth=3
RandomForestClassifier      |balanced | binstr | max_depth=3, class_weight='balanced'
RandomForestRegressor       | | df | max_depth=5
RandomForestRegressor       |multi | multireg | max_depth=3
ExtraTreesClassifier        | | multi | max_depth=4
ExtraTreesRegressor         | | reg | max_depth=4
RandomTreesEmbedding        | | none | max_depth=3
GradientBoostingClassifier  | | multi |
GradientBoostingClassifier  |bin | bin |
GradientBoostingClassifier  |exp | bin | loss='exponential'
GradientBoostingClassifier  |zero | bin | init='zero'
GradientBoostingClassifier  |initlr | bin | init=LogisticRegression()
GradientBoostingRegressor   | | df |
GradientBoostingRegressor   |quantile | reg | loss='quantile', alpha=0.7
GradientBoostingRegressor   |huber | reg | loss='huber'
GradientBoostingRegressor   |lad | reg | loss='lad'
GradientBoostingRegressor   |abs | reg | loss='absolute_error'
HistGradientBoostingClassifier | | multi | max_iter=4, min_samples_leaf=5
HistGradientBoostingClassifier |bin | binstr | max_iter=4, min_samples_leaf=5
HistGradientBoostingClassifier |nan | nanbin | max_iter=4, min_samples_leaf=5
HistGradientBoostingClassifier |earlystop | bin | max_iter=5, early_stopping=True, min_samples_leaf=5
HistGradientBoostingRegressor  | | reg | max_iter=4, min_samples_leaf=5
HistGradientBoostingRegressor  |nan | nanreg | max_iter=4, min_samples_leaf=5
HistGradientBoostingRegressor  |cat | hgbcat | max_iter=4, min_samples_leaf=3, categorical_features=[1]
HistGradientBoostingRegressor  |cattable | tablecat | max_iter=3, min_samples_leaf=3, categorical_features='from_dtype'
HistGradientBoostingRegressor  |poisson | posy | max_iter=4, min_samples_leaf=5, loss='poisson'
HistGradientBoostingRegressor  |gamma | posy | max_iter=4, min_samples_leaf=5, loss='gamma'
HistGradientBoostingRegressor  |quantile | reg | max_iter=4, min_samples_leaf=5, loss='quantile', quantile=0.3
HistGradientBoostingRegressor  |abs | reg | max_iter=4, min_samples_leaf=5, loss='absolute_error'
HistGradientBoostingRegressor  |mono | reg | max_iter=4, min_samples_leaf=5, monotonic_cst=[1, 0, -1]
AdaBoostClassifier          | | multi |
AdaBoostClassifier          |samme | multi | algorithm='SAMME'
AdaBoostClassifier          |sammer | bin | algorithm='SAMME.R'
AdaBoostClassifier          |lr | bin | estimator=LogisticRegression()
AdaBoostRegressor           | | reg |
BaggingClassifier           | | multi | n_estimators=3
BaggingClassifier           |sub | multi | n_estimators=3, max_features=0.5
BaggingClassifier           |svc | bin | estimator=LinearSVC(), n_estimators=2
BaggingRegressor            | | reg | n_estimators=3
VotingClassifier            | | multi | estimators=[('a', LogisticRegression()), ('b', GaussianNB())], voting='soft'
VotingClassifier            |hard | multistr | estimators=[('a', LogisticRegression()), ('b', GaussianNB()), ('c', DecisionTreeClassifier(max_depth=2))]
VotingRegressor             | | reg | estimators=[('a', Ridge()), ('b', DecisionTreeRegressor(max_depth=2))]
StackingClassifier          | | multi | estimators=[('a', LogisticRegression()), ('b', GaussianNB())]
StackingClassifier          |passthrough | binstr | estimators=[('a', LogisticRegression()), ('b', GaussianNB())], passthrough=True
StackingRegressor           | | reg | estimators=[('a', Ridge()), ('b', DecisionTreeRegressor(max_depth=2))]
CalibratedClassifierCV      | | multi |
CalibratedClassifierCV      |isotonic | bin | method='isotonic'
CalibratedClassifierCV      |svc | bin | estimator=LinearSVC()
CalibratedClassifierCV      |oldsvc | bin | base_estimator=LinearSVC()
CalibratedClassifierCV      |ensfalse | multi | ensemble=False
CalibratedClassifierCV      |temp | multi | method='temperature'
OneVsRestClassifier         | | multi | estimator=LogisticRegression()
OneVsRestClassifier         |multilabel | multilabel | estimator=LogisticRegression()
OneVsOneClassifier          | | multi | estimator=LinearSVC()
OutputCodeClassifier        | | multi | estimator=LogisticRegression()
MultiOutputClassifier       | | multiout | estimator=LogisticRegression()
MultiOutputRegressor        | | multireg | estimator=Ridge()
ClassifierChain             | | chain | base_estimator=LogisticRegression()
ClassifierChain             |new | chain | estimator=LogisticRegression(), order=[1, 0]
RegressorChain              | | multireg | base_estimator=Ridge()
RegressorChain              |new | multireg | estimator=Ridge()
GridSearchCV                | | reg | estimator=Ridge(), param_grid={'alpha': [0.1, 1.0]}
GridSearchCV                |svc | bin | estimator=SVC(), param_grid={'C': [0.1, 1.0]}, scoring='roc_auc'
GridSearchCV                |scorer | bin | estimator=LogisticRegression(), param_grid={'C': [0.1, 1.0]}, scoring=make_scorer(f1_score)
RandomizedSearchCV          | | reg | estimator=Ridge(), param_distributions={'alpha': [0.1, 1.0]}, n_iter=2
RandomizedSearchCV          |scipydist | reg | estimator=Ridge(), param_distributions={'alpha': uniform_dist(0, 1)}, n_iter=2
HalvingGridSearchCV         | | reg | estimator=Ridge(), param_grid={'alpha': [0.1, 1.0]}
HalvingRandomSearchCV       | | reg | estimator=Ridge(), param_distributions={'alpha': [0.1, 1.0]}
TunedThresholdClassifierCV  | | bin | estimator=LogisticRegression()
FixedThresholdClassifier    | | bin | estimator=LogisticRegression(), threshold=0.3
SelfTrainingClassifier      | | semi | estimator=GaussianNB()
SelfTrainingClassifier      |old | semi | base_estimator=GaussianNB()
LabelPropagation            | | semi |
LabelSpreading              | | semi |
LabelSpreading              |knn | semi | kernel='knn'
TransformedTargetRegressor  | | posy | regressor=Ridge(), func=np.log1p, inverse_func=np.expm1
TransformedTargetRegressor  |scaler | reg | regressor=Ridge(), transformer=StandardScaler()
Pipeline                    | | df | steps=[('scaler', StandardScaler()), ('ridge', Ridge())]
Pipeline                    |pcalr | multi | steps=[('pca', PCA()), ('lr', LogisticRegression())]
Pipeline                    |text | text | steps=[('tfidf', TfidfVectorizer()), ('clf', MultinomialNB())]
Pipeline                    |passthrough | multi | steps=[('none', 'passthrough'), ('rf', RandomForestClassifier(max_depth=3))]
Pipeline                    |imputer | nanbin | steps=[('imp', SimpleImputer()), ('sc', MinMaxScaler()), ('svc', SVC())]
Pipeline                    |table | tablebin | steps=[('pre', ColumnTransformer([('num', StandardScaler(), ['MKT', 'SMB']), ('cat', OneHotEncoder(handle_unknown='ignore'), ['color', 'size'])])), ('lr', LogisticRegression())]
Pipeline                    |hgb | tablebin | steps=[('pre', ColumnTransformer([('num', 'passthrough', ['MKT', 'SMB']), ('cat', OrdinalEncoder(), ['color', 'size'])])), ('hgb', HistGradientBoostingClassifier(max_iter=3, min_samples_leaf=5))]
FeatureUnion                | | multi | transformer_list=[('pca', PCA()), ('kbest', SelectKBest(k=2))]
FeatureUnion                |weights | multi | transformer_list=[('pca', PCA()), ('sc', StandardScaler())], transformer_weights={'pca': 2.0}
ColumnTransformer           | | table | transformers=[('num', StandardScaler(), ['MKT', 'SMB']), ('cat', OneHotEncoder(), ['color', 'size'])]
ColumnTransformer           |drop | table | transformers=[('num', StandardScaler(), ['MKT']), ('x', 'drop', ['SMB'])], remainder='passthrough'
ColumnTransformer           |slice | multi | transformers=[('a', StandardScaler(), slice(0, 2)), ('b', MinMaxScaler(), [2]), ('c', 'passthrough', [False, False, False, True])]
ColumnTransformer           |selector | table | transformers=[('num', StandardScaler(), make_column_selector(dtype_include=float)), ('cat', OneHotEncoder(), make_column_selector(dtype_exclude=float))]
StandardScaler              | | df |
StandardScaler              |nomean | multi | with_mean=False
StandardScaler              |f32 | multif32 |
StandardScaler              |sparse | csr | with_mean=False
StandardScaler              |nan | nan |
MinMaxScaler                |range | multi | feature_range=(-1, 1), clip=True
MinMaxScaler                | | df |
RobustScaler                |quant | multi | quantile_range=(10.0, 90.0), unit_variance=True
MaxAbsScaler                |sparse | csr |
Normalizer                  |l1 | multi | norm='l1'
Normalizer                  |max | multi | norm='max'
Binarizer                   | | multi | threshold=0.5
Binarizer                   |sparse | csr | threshold=0.5
KernelCenterer              | | kernel |
PolynomialFeatures          | | reg |
PolynomialFeatures          |deg3 | reg | degree=3, interaction_only=True, include_bias=False
PolynomialFeatures          |sparse | csr | degree=2
SplineTransformer           | | reg |
SplineTransformer           |linear | reg | extrapolation='linear', degree=2, knots='quantile'
SplineTransformer           |periodic | reg | extrapolation='periodic'
SplineTransformer           |continue | reg | extrapolation='continue', include_bias=False
PowerTransformer            | | multi |
PowerTransformer            |boxcox | posstrict | method='box-cox'
PowerTransformer            |nostd | multi | standardize=False
QuantileTransformer         | | multi |
QuantileTransformer         |normal | multi | output_distribution='normal'
KBinsDiscretizer            | | multi |
KBinsDiscretizer            |ordinal | multi | encode='ordinal', strategy='uniform', n_bins=4
KBinsDiscretizer            |kmeans | multi | encode='onehot-dense', strategy='kmeans', n_bins=3
OneHotEncoder               | | cat |
OneHotEncoder               |ignore | catunk | handle_unknown='ignore'
OneHotEncoder               |drop | cat | drop='first'
OneHotEncoder               |infreq | catunk | handle_unknown='infrequent_if_exist', min_frequency=15
OneHotEncoder               |int | catint |
OneHotEncoder               |dense | cat | sparse_output=False
OneHotEncoder               |olddense | cat | sparse=False
OneHotEncoder               |n_values | catint | n_values='auto'
OrdinalEncoder              | | cat |
OrdinalEncoder              |unknown | catunk | handle_unknown='use_encoded_value', unknown_value=-1
OrdinalEncoder              |infreq | cat | max_categories=2
CategoricalEncoder          | | cat |
TargetEncoder               | | cat |
LabelEncoder                | | labels |
LabelEncoder                |str | labelstr |
LabelBinarizer              | | labels |
LabelBinarizer              |sparse | labelstr | sparse_output=True
MultiLabelBinarizer         | | labelsets |
FunctionTransformer         | | pos | func=np.log1p
FunctionTransformer         |none | multi |
FunctionTransformer         |partial | multi | func=partial(np.clip, a_min=-1, a_max=1)
FunctionTransformer         |kwargs | multi | func=np.clip, kw_args=dict(a_min=-1, a_max=1)
SimpleImputer               | | nan |
SimpleImputer               |median | nan | strategy='median', add_indicator=True
SimpleImputer               |mostfreq | nan | strategy='most_frequent'
SimpleImputer               |const | nan | strategy='constant', fill_value=-1
SimpleImputer               |str | catnone | strategy='constant', fill_value='?', missing_values=None
Imputer                     | | nan |
Imputer                     |median | nan | strategy='median'
IterativeImputer            | | nan | max_iter=3
IterativeImputer            |tree | nan | max_iter=2, estimator=DecisionTreeRegressor(max_depth=3)
KNNImputer                  | | nan | n_neighbors=3
MissingIndicator            | | nan |
CountVectorizer             | | text |
CountVectorizer             |ngram | text | ngram_range=(1, 2), min_df=2
CountVectorizer             |char | text | analyzer='char', ngram_range=(2, 3), max_features=50
CountVectorizer             |charwb | text | analyzer='char_wb', ngram_range=(3, 3), max_features=50
CountVectorizer             |stop | text | stop_words='english', binary=True
CountVectorizer             |accents | text | strip_accents='unicode', lowercase=True
CountVectorizer             |ascii | text | strip_accents='ascii', token_pattern=r'[a-z]+'
CountVectorizer             |vocab | text | vocabulary=['dog', 'fox', 'jump']
TfidfVectorizer             | | text |
TfidfVectorizer             |sublinear | text | sublinear_tf=True, norm='l1', smooth_idf=False
TfidfVectorizer             |charwb | text | analyzer='char_wb', ngram_range=(2, 3), max_features=60
TfidfVectorizer             |f32 | text | dtype=np.float32, use_idf=False
TfidfTransformer            | | counts |
HashingVectorizer           | | text | n_features=1024
HashingVectorizer           |nosign | text | n_features=256, alternate_sign=False, norm='l1'
FeatureHasher               | | dicts | n_features=64
FeatureHasher               |string | tok | n_features=64, input_type='string'
DictVectorizer              | | dicts |
DictVectorizer              |dense | dicts | sparse=False
PatchExtractor              | | images | patch_size=(2, 2), max_patches=None
BernoulliNB                 |alpha | multi | binarize=0.5, alpha=0.1
MultinomialNB               | | pos |
ComplementNB                | | pos |
CategoricalNB               | | counts |
GaussianNB                  | | df4 |
PCA                         | | df |
PCA                         |whiten | multi | whiten=True, n_components=3
PCA                         |randomized | multi | svd_solver='randomized'
PCA                         |mle | multi | n_components=0.9
IncrementalPCA              | | multi |
KernelPCA                   | | multi | kernel='rbf'
KernelPCA                   |poly | multi | kernel='poly', fit_inverse_transform=True
KernelPCA                   |precomputed | kernel | kernel='precomputed'
SparsePCA                   | | multi | max_iter=50
MiniBatchSparsePCA          | | multi | max_iter=20
MiniBatchSparsePCA          |old | multi | n_iter=10
NMF                         | | pos | max_iter=200
NMF                         |mu | pos | solver='mu', beta_loss='kullback-leibler', init='nndsvda'
MiniBatchNMF                | | pos |
LatentDirichletAllocation   | | counts | max_iter=5
LatentDirichletAllocation   |old | counts | n_topics=2, max_iter=5
SparseCoder                 | | multi | dictionary=np.eye(4)
SparseCoder                 |lasso | multi | dictionary=np.eye(4), transform_algorithm='lasso_lars', transform_alpha=0.1
DictionaryLearning          | | multi | max_iter=5
MiniBatchDictionaryLearning | | multi | max_iter=5
MiniBatchDictionaryLearning |old | multi | n_iter=5
FactorAnalysis              | | multi |
FastICA                     | | multi |
TruncatedSVD                | | csr |
TruncatedSVD                |arpack | multi | algorithm='arpack'
LinearDiscriminantAnalysis  | | multi | n_components=None
LinearDiscriminantAnalysis  |bin | bin | n_components=None
LinearDiscriminantAnalysis  |lsqr | multi | solver='lsqr', shrinkage='auto', n_components=None
LinearDiscriminantAnalysis  |eigen | multi | solver='eigen'
QuadraticDiscriminantAnalysis | | multi |
QuadraticDiscriminantAnalysis |bin | bin |
CCA                         | | multireg |
PLSCanonical                | | multireg |
PLSRegression               | | multireg |
PLSRegression               |single | reg |
PLSSVD                      | | multireg |
MLPClassifier               | | multi | max_iter=60
MLPClassifier               |bin | binstr | max_iter=60, activation='tanh'
MLPClassifier               |multilabel | multilabel | max_iter=60, activation='logistic'
MLPClassifier               |lbfgs | multi | solver='lbfgs', activation='identity', max_iter=60
MLPClassifier               |sgd | multi | solver='sgd', early_stopping=True, max_iter=30
MLPRegressor                | | reg | max_iter=60, hidden_layer_sizes=(6, 4)
MLPRegressor                |multi | multireg | max_iter=60
BernoulliRBM                | | pos | n_iter=3
KMeans                      | | df4 |
KMeans                      |elkan | multi | algorithm='elkan'
MiniBatchKMeans             | | multi |
BisectingKMeans             | | multi |
GaussianMixture             | | none |
GaussianMixture             |diag | none | covariance_type='diag', n_components=3
GaussianMixture             |tied | none | covariance_type='tied'
GaussianMixture             |spherical | none | covariance_type='spherical'
BayesianGaussianMixture     | | none |
GMM                         | | none |
VBGMM                       | | none |
DPGMM                       | | none |
AgglomerativeClustering     | | none |
FeatureAgglomeration        | | none | n_clusters=2
FeatureAgglomeration        |max | none | n_clusters=2, pooling_func=np.max
Birch                       | | none |
Birch                       |nocluster | none | n_clusters=None
DBSCAN                      | | none | eps=1.5
HDBSCAN                     | | none | min_cluster_size=5
OPTICS                      | | none |
SpectralClustering          | | none |
SpectralBiclustering        | | pos | n_clusters=2, n_best=2
SpectralCoclustering        | | pos | n_clusters=2
AffinityPropagation         | | none |
MeanShift                   | | none |
IsotonicRegression          | | iso |
IsotonicRegression          |clip | iso | out_of_bounds='clip'
IsotonicRegression          |decr | iso | increasing=False, out_of_bounds='clip'
RBFSampler                  | | multi | n_components=5
Nystroem                    | | multi | n_components=5
Nystroem                    |poly | multi | n_components=5, kernel='polynomial', degree=2
AdditiveChi2Sampler         | | pos |
SkewedChi2Sampler           | | pos | n_components=5
PolynomialCountSketch       | | multi | n_components=8
GaussianRandomProjection    | | multi |
SparseRandomProjection      | | multi |
SelectKBest                 | | multi | k=2
SelectKBest                 |chi2 | pos | k=2, score_func=chi2
SelectKBest                 |mi | multi | k=2, score_func=mutual_info_classif
SelectPercentile            | | multi | percentile=50
SelectFdr                   | | multi |
SelectFwe                   | | multi |
SelectFpr                   | | multi |
GenericUnivariateSelect     | | multi | mode='k_best', param=2
VarianceThreshold           | | multi | threshold=1.5
SelectFromModel             | | multi | estimator=DecisionTreeClassifier(max_depth=3)
RFE                         | | multi | estimator=LogisticRegression(), n_features_to_select=2
RFECV                       | | multi | estimator=LogisticRegression()
SequentialFeatureSelector   | | multi | estimator=LogisticRegression(), n_features_to_select=2
RandomizedLasso             | | reg | n_resampling=10
RandomizedLogisticRegression | | bin | n_resampling=10
Isomap                      | | multi | n_neighbors=8
LocallyLinearEmbedding      | | multi | n_neighbors=8
LocallyLinearEmbedding      |modified | multi | n_neighbors=8, method='modified'
MDS                         | | multi |
TSNE                        | | multi | perplexity=5.0
SpectralEmbedding           | | multi |
ClassicalMDS                | | multi |
EmpiricalCovariance         | | none |
GraphicalLasso              | | none | alpha=0.1
GraphicalLassoCV            | | none | alphas=2
GraphLasso                  | | none | alpha=0.1
GraphLassoCV                | | none | alphas=2
LSHForest                   | | none |
DummyClassifier             | | multistr |
DummyClassifier             |stratified | multi | strategy='stratified'
DummyClassifier             |constant | multi | strategy='constant', constant=1
DummyRegressor              | | reg |
DummyRegressor              |quantile | multireg | strategy='quantile', quantile=0.3
FrozenEstimator             | | multi | estimator=LogisticRegression().fit([[0, 0, 0, 1], [1, 1, 0, 0], [0, 2, 1, 1]], [0, 1, 2])
ProjectedGradientNMF        | | pos |
DecisionTreeClassifier      |grid | grid |
DecisionTreeRegressor       |grid | gridreg |
RandomForestClassifier      |grid | grid | max_depth=4
GradientBoostingRegressor   |grid | gridreg |
HistGradientBoostingRegressor  |grid | gridreg | max_iter=3, min_samples_leaf=5
IsolationForest             |grid | grid |
KNeighborsClassifier        |grid | grid | n_neighbors=4
KNeighborsClassifier        |gridbrute | grid | n_neighbors=4, algorithm='brute'
KNeighborsRegressor         |grid | gridreg | weights='distance'
KBinsDiscretizer            |grid | grid | encode='ordinal', strategy='uniform', n_bins=4
QuantileTransformer         |grid | grid |
IsotonicRegression          |out | iso | out_of_bounds='nan'
LogisticRegression          |f32 | multif32 | solver='lbfgs', max_iter=300
PCA                         |f32 | multif32 |
KMeans                      |f32 | multif32 |
MLPClassifier               |f32 | multif32 | max_iter=60
SVC                         |f32 | multif32 |
RandomForestRegressor       |f32 | regf32 | max_depth=4
PassiveAggressiveClassifier | | multi |
PassiveAggressiveRegressor  | | reg |
GaussianProcess             | | reg |
Perceptron                  | | multi |
LassoLarsIC                 | | reg |
ARDRegression               | | reg |
BayesianRidge               | | reg |
FunctionTransformer         |exp | multi | func=np.exp, inverse_func=np.log, check_inverse=False
FunctionTransformer         |lognames | posdf | func=np.log1p, feature_names_out='one-to-one'
FunctionTransformer         |validate | multi | func=np.sqrt, validate=True
SVC                         |callable | multi | kernel=rbf_kernel
SVR                         |callable | reg | kernel=linear_kernel
KNeighborsClassifier        |nan_euclidean | nan | metric='nan_euclidean'
KNeighborsClassifier        |correlation | multi | metric='correlation'
KNeighborsClassifier        |seuclidean | multi | metric='seuclidean', metric_params={'V': np.array([1.0, 2.0, 0.5, 1.5])}
KNeighborsClassifier        |mahalanobis | multi | metric='mahalanobis', metric_params={'VI': np.eye(4) * 2}
KNeighborsClassifier        |wminkowski | multi | metric='minkowski', p=1.5, metric_params={'w': np.array([1.0, 2.0, 0.5, 1.5])}
KNeighborsClassifier        |precomputed | dist | metric='precomputed'
KNeighborsRegressor         |precomputed | dist | metric='precomputed'
NearestNeighbors            |precomputed | dist | metric='precomputed'
NearestNeighbors            |radius | multi | radius=1.5
KNeighborsClassifier        |weightsexp | multi | weights=np.exp
KernelRidge                 |callable | reg | kernel=rbf_kernel
KernelRidge                 |precomputed | kernel | kernel='precomputed'
KernelPCA                   |callable | multi | kernel=rbf_kernel
KernelPCA                   |cosine | multi | kernel='cosine'
Nystroem                    |callable | multi | kernel=laplacian_kernel, n_components=5
SpectralEmbedding           |precomputed | kernel | affinity='precomputed'
OrdinalEncoder              |nan | catnan |
OrdinalEncoder              |none | catnone |
OrdinalEncoder              |missing | catnan | encoded_missing_value=-2
OrdinalEncoder              |minfreq | catunk | min_frequency=6, handle_unknown='use_encoded_value', unknown_value=np.nan
OneHotEncoder               |nan | catnan |
OneHotEncoder               |none | catnone |
OneHotEncoder               |both | catboth |
OneHotEncoder               |infreqnan | catnan | min_frequency=10
OneHotEncoder               |dropinfreq | cat | drop='first', max_categories=2, handle_unknown='infrequent_if_exist'
TargetEncoder               |multi | catmulti |
TargetEncoder               |nan | catnan |
TargetEncoder               |bin | catbin | smooth=2.0
SimpleImputer               |none | catnone | missing_values=None, strategy='most_frequent'
SimpleImputer               |strmiss | cat | missing_values='red', strategy='most_frequent'
SimpleImputer               |int | minusone | missing_values=-1, strategy='median', add_indicator=True
SimpleImputer               |keep | nancol | keep_empty_features=True, add_indicator=True
SimpleImputer               |drop | nancol | add_indicator=True
MissingIndicator            |none | catnone | missing_values=None
MissingIndicator            |str | cat | missing_values='red', features='all'
MissingIndicator            |int | minusone | missing_values=-1
MissingIndicator            |all | nan | features='all'
KNNImputer                  |keep | nancol | keep_empty_features=True
KNNImputer                  |distance | nan | weights='distance', add_indicator=True
IterativeImputer            |posterior | nan | sample_posterior=True, max_iter=2
IterativeImputer            |bounds | nan | min_value=-1, max_value=[1, 1, 1, 2], max_iter=2
IterativeImputer            |nearest | nan | n_nearest_features=2, max_iter=2
IterativeImputer            |indicator | nan | add_indicator=True, initial_strategy='median', max_iter=2, imputation_order='roman'
CountVectorizer             |lower | text | preprocessor=str.lower
CountVectorizer             |split | text | tokenizer=str.split, token_pattern=None
TfidfVectorizer             |split | text | tokenizer=str.split, lowercase=False
RandomizedSearchCV          |randint | multi | estimator=KNeighborsClassifier(), param_distributions={'n_neighbors': randint(1, 6)}, n_iter=2
RandomizedSearchCV          |loguniform | reg | estimator=Ridge(), param_distributions={'alpha': loguniform(0.01, 1)}, n_iter=2
RandomizedSearchCV          |norm | reg | estimator=Ridge(), param_distributions={'alpha': norm(1, 0.1)}, n_iter=2
GridSearchCV                |norefit | reg | estimator=Ridge(), param_grid={'alpha': [0.1, 1.0]}, refit=False
GridSearchCV                |pipe | multistr | estimator=Pipeline(steps=[('s', StandardScaler()), ('c', SVC(probability=True))]), param_grid={'c__C': [0.1, 1.0]}
GridSearchCV                |multimetric | bin | estimator=LogisticRegression(), param_grid={'C': [0.1, 1.0]}, scoring=['accuracy', 'roc_auc'], refit='accuracy'
GridSearchCV                |transformer | multi | estimator=Pipeline(steps=[('p', PCA()), ('k', KMeans())]), param_grid={'p__n_components': [1, 2]}
GridSearchCV                |texts | text | estimator=Pipeline(steps=[('v', CountVectorizer()), ('c', MultinomialNB())]), param_grid={'c__alpha': [0.1, 1.0]}, cv=2
HalvingGridSearchCV         |bin | binstr | estimator=LogisticRegression(), param_grid={'C': [0.1, 1.0]}
BaggingClassifier           |texts | text | estimator=Pipeline(steps=[('v', CountVectorizer()), ('c', MultinomialNB())]), n_estimators=2
BaggingClassifier           |oldtexts | text | base_estimator=Pipeline(steps=[('v', CountVectorizer()), ('c', MultinomialNB())]), n_estimators=2
BaggingClassifier           |pipe | multistr | estimator=Pipeline(steps=[('s', StandardScaler()), ('c', LogisticRegression())]), n_estimators=2
BaggingClassifier           |noproba | multi | estimator=RidgeClassifier(), n_estimators=3
BaggingClassifier           |nan | nan | estimator=DecisionTreeClassifier(max_depth=3), n_estimators=3
BaggingClassifier           |hgb | nanbin | estimator=HistGradientBoostingClassifier(max_iter=2, min_samples_leaf=5), n_estimators=2
BaggingClassifier           |boot | multi | bootstrap=False, bootstrap_features=True, max_samples=0.5, max_features=2, n_estimators=3
BaggingClassifier           |csr | csr | n_estimators=3, max_features=0.5
BaggingRegressor            |svr | reg | estimator=SVR(), n_estimators=2
BaggingRegressor            |multi | multireg | estimator=Ridge(), n_estimators=2, max_features=2
BaggingRegressor            |pipe | df | estimator=Pipeline(steps=[('s', StandardScaler()), ('c', Ridge())]), n_estimators=2
VotingClassifier            |weights | multi | estimators=[('a', LogisticRegression()), ('b', GaussianNB())], voting='soft', weights=[2, 1]
VotingClassifier            |hardweights | multistr | estimators=[('a', LogisticRegression()), ('b', GaussianNB()), ('c', DecisionTreeClassifier(max_depth=2))], weights=[1, 2, 0.5]
VotingClassifier            |dropped | binstr | estimators=[('a', LogisticRegression()), ('b', 'drop'), ('c', GaussianNB())], voting='soft', flatten_transform=False
VotingClassifier            |noflat | multi | estimators=[('a', LogisticRegression()), ('c', GaussianNB())], voting='soft', flatten_transform=False
VotingClassifier            |pipes | df4str | estimators=[('a', Pipeline(steps=[('s', StandardScaler()), ('c', LogisticRegression())])), ('c', DecisionTreeClassifier(max_depth=2))]
VotingClassifier            |nan | nan | estimators=[('a', DecisionTreeClassifier(max_depth=2)), ('b', HistGradientBoostingClassifier(max_iter=2, min_samples_leaf=5))], voting='soft'
VotingRegressor             |weights | df | estimators=[('a', Ridge()), ('b', DecisionTreeRegressor(max_depth=2))], weights=[0.3, 2]
VotingRegressor             |dropped | reg | estimators=[('a', Ridge()), ('b', 'drop'), ('c', SVR())]
StackingClassifier          |final | multistr | estimators=[('a', LogisticRegression()), ('b', GaussianNB())], final_estimator=DecisionTreeClassifier(max_depth=3)
StackingClassifier          |decision | bin | estimators=[('a', SVC()), ('b', RidgeClassifier())], stack_method='decision_function'
StackingClassifier          |predict | multi | estimators=[('a', SVC()), ('b', GaussianNB())], stack_method='predict', passthrough=True
StackingClassifier          |csr | csr | estimators=[('a', LogisticRegression()), ('b', LinearSVC())], passthrough=True
StackingClassifier          |drop | multi | estimators=[('a', LogisticRegression()), ('b', 'drop')]
StackingClassifier          |multilabel | multilabel | estimators=[('a', KNeighborsClassifier()), ('b', DecisionTreeClassifier(max_depth=3))], final_estimator=KNeighborsClassifier()
StackingClassifier          |table | tablebin | estimators=[('a', Pipeline(steps=[('ct', ColumnTransformer([('n', StandardScaler(), ['MKT', 'SMB']), ('c', OneHotEncoder(), ['color', 'size'])])), ('m', LogisticRegression())])), ('b', Pipeline(steps=[('ct', ColumnTransformer([('n', 'passthrough', ['SMB'])])), ('m', GaussianNB())]))]
StackingRegressor           |final | df | estimators=[('a', Ridge()), ('b', SVR())], final_estimator=RandomForestRegressor(max_depth=3), passthrough=True
CalibratedClassifierCV      |svcmulti | multistr | estimator=LinearSVC(), method='isotonic'
CalibratedClassifierCV      |tempbin | binstr | method='temperature', estimator=LogisticRegression()
CalibratedClassifierCV      |tempens | multistr | method='temperature', ensemble=False, estimator=SVC()
CalibratedClassifierCV      |pipe | bin | estimator=Pipeline(steps=[('s', StandardScaler()), ('c', SVC())]), ensemble=False
CalibratedClassifierCV      |rf | multi | estimator=RandomForestClassifier(max_depth=3), ensemble=False, method='isotonic'
CalibratedClassifierCV      |frozen | binstr | estimator=FrozenEstimator(LogisticRegression().fit([[0, 0, 0, 1], [1, 1, 0, 0]], ['no', 'yes']))
CalibratedClassifierCV      |texts | text | estimator=Pipeline(steps=[('v', CountVectorizer()), ('c', MultinomialNB())]), cv=2
ClassifierChain             |order | multilabel | estimator=LogisticRegression(), order=[2, 0, 1]
ClassifierChain             |cv | multilabel | estimator=GaussianNB(), cv=2
ClassifierChain             |random | multilabel | base_estimator=DecisionTreeClassifier(max_depth=2), order='random'
ClassifierChain             |decision | multilabel | estimator=LogisticRegression(), chain_method='decision_function'
ClassifierChain             |proba | multilabel | estimator=LogisticRegression(), chain_method=['predict_proba', 'predict']
ClassifierChain             |multiout | multiout | estimator=DecisionTreeClassifier(max_depth=2)
RegressorChain              |order | multireg | estimator=SVR(), order=[1, 0]
MultiOutputClassifier       |trees | multioutstr | estimator=DecisionTreeClassifier(max_depth=3)
MultiOutputClassifier       |svc | multiout | estimator=SVC()
MultiOutputClassifier       |sgd | multilabel | estimator=SGDClassifier()
MultiOutputClassifier       |forest | multiout | estimator=RandomForestClassifier(max_depth=3)
MultiOutputRegressor        |gb | multireg | estimator=GradientBoostingRegressor(max_depth=2)
OneVsRestClassifier         |svc | multistr | estimator=SVC()
OneVsRestClassifier         |proba | multistr | estimator=SVC(probability=True)
OneVsRestClassifier         |multilabelsvc | multilabel | estimator=LinearSVC()
OneVsRestClassifier         |trees | multi | estimator=DecisionTreeClassifier(max_depth=3)
OneVsRestClassifier         |bin | binstr | estimator=GaussianNB()
OneVsRestClassifier         |csr | csr | estimator=LogisticRegression()
OneVsOneClassifier          |trees | multistr | estimator=DecisionTreeClassifier(max_depth=3)
OneVsOneClassifier          |kernel | kernel | estimator=SVC(kernel='precomputed')
OutputCodeClassifier        |size | multistr | estimator=LinearSVC(), code_size=3
OutputCodeClassifier        |trees | multi | estimator=DecisionTreeClassifier(max_depth=2), code_size=0.7
AdaBoostClassifier          |tree3 | multistr | estimator=DecisionTreeClassifier(max_depth=3), learning_rate=0.5
AdaBoostClassifier          |oldtree3 | multistr | base_estimator=DecisionTreeClassifier(max_depth=3), algorithm='SAMME.R'
AdaBoostClassifier          |nb | multi | estimator=GaussianNB()
AdaBoostClassifier          |svc | multi | estimator=SVC(), algorithm='SAMME'
AdaBoostClassifier          |f32 | multif32 |
AdaBoostRegressor           |loss | reg | loss='exponential', estimator=DecisionTreeRegressor(max_depth=2)
AdaBoostRegressor           |square | df | loss='square', estimator=Ridge()
GradientBoostingClassifier  |initpipe | multi | init=Pipeline(steps=[('s', StandardScaler()), ('c', LogisticRegression())])
GradientBoostingClassifier  |initnb | binstr | init=GaussianNB()
GradientBoostingClassifier  |initdummy | multistr | init=DummyClassifier(strategy='prior')
GradientBoostingRegressor   |initlr | reg | init=LinearRegression()
GradientBoostingRegressor   |initpipe | df | init=Pipeline(steps=[('s', StandardScaler()), ('c', Ridge())])
GradientBoostingRegressor   |initdummy | reg | init=DummyRegressor(strategy='median')
GradientBoostingRegressor   |initsvr | regf32 | init=SVR()
GradientBoostingRegressor   |initzero | reg | init='zero'
SelfTrainingClassifier      |svc | semi | estimator=SVC(probability=True), criterion='k_best', k_best=3
SelfTrainingClassifier      |pipe | semi | estimator=Pipeline(steps=[('s', StandardScaler()), ('c', LogisticRegression())])
TransformedTargetRegressor  |quantile | df | regressor=Ridge(), transformer=QuantileTransformer(n_quantiles=10)
TransformedTargetRegressor  |multi | multireg | regressor=LinearRegression(), transformer=MinMaxScaler()
TransformedTargetRegressor  |power | posy | regressor=SVR(), transformer=PowerTransformer()
TransformedTargetRegressor  |none | reg |
SelectFromModel             |lasso | multi | estimator=Lasso(alpha=0.05), threshold='0.5*mean'
SelectFromModel             |max | multi | estimator=ExtraTreesClassifier(), threshold=-np.inf, max_features=2
SelectFromModel             |pipe | multi | estimator=Pipeline(steps=[('s', StandardScaler()), ('c', LogisticRegression())]), importance_getter='named_steps.c.coef_'
SelectFromModel             |none | multi | estimator=LinearSVC(), threshold=1e9
SelectFromModel             |nan | nan | estimator=HistGradientBoostingClassifier(max_iter=2), importance_getter='n_features_in_', threshold=0.5
SelectFromModel             |median | df4 | estimator=RandomForestClassifier(), threshold='median', prefit=False
RFE                         |trees | multistr | estimator=DecisionTreeClassifier(max_depth=3), n_features_to_select=1, step=2
RFE                         |svr | df | estimator=SVR(kernel='linear'), n_features_to_select=2
RFE                         |csr | csr | estimator=LinearSVC(), n_features_to_select=2
RFECV                       |min | bin | estimator=DecisionTreeClassifier(max_depth=2), min_features_to_select=3
SequentialFeatureSelector   |backward | reg | estimator=Ridge(), direction='backward', n_features_to_select=1
Pipeline                    |notransform | multi | steps=[('s', StandardScaler()), ('p', PCA())]
Pipeline                    |none | multi | steps=[('s', None), ('c', LogisticRegression())]
Pipeline                    |passend | multi | steps=[('s', StandardScaler()), ('c', 'passthrough')]
Pipeline                    |cluster | multi | steps=[('s', StandardScaler()), ('k', KMeans())]
Pipeline                    |nested | df4str | steps=[('a', Pipeline(steps=[('s', StandardScaler()), ('p', PolynomialFeatures())])), ('u', FeatureUnion(transformer_list=[('k', SelectKBest(k=3)), ('p', PCA())])), ('c', SVC(probability=True))]
Pipeline                    |f32 | multif32 | steps=[('s', StandardScaler()), ('p', PCA()), ('c', LogisticRegression())]
Pipeline                    |f32forest | multif32 | steps=[('s', MinMaxScaler()), ('c', RandomForestClassifier(max_depth=3))]
Pipeline                    |f32gmm | multif32 | steps=[('s', StandardScaler()), ('c', GaussianMixture())]
Pipeline                    |f32gp | regf32 | steps=[('s', StandardScaler()), ('c', GaussianProcessRegressor())]
Pipeline                    |f32spline | regf32 | steps=[('s', SplineTransformer()), ('c', Ridge())]
Pipeline                    |f32pls | multiregf32 | steps=[('s', StandardScaler()), ('c', PLSRegression())]
Pipeline                    |f32isomap | multif32 | steps=[('s', StandardScaler()), ('c', Isomap())]
Pipeline                    |f32lle | multif32 | steps=[('s', StandardScaler()), ('c', LocallyLinearEmbedding())]
Pipeline                    |f32glm | regf32 | steps=[('s', StandardScaler()), ('c', TweedieRegressor(power=0))]
Pipeline                    |f32poisson | regf32 | steps=[('s', QuantileTransformer()), ('c', KernelRidge(kernel='rbf'))]
Pipeline                    |f32mlp | multif32 | steps=[('s', RobustScaler()), ('c', MLPClassifier(max_iter=20))]
Pipeline                    |f32nys | multif32 | steps=[('s', MaxAbsScaler()), ('n', Nystroem()), ('c', LinearSVC())]
Pipeline                    |tfidfsvd | textstr | steps=[('t', TfidfVectorizer()), ('s', TruncatedSVD()), ('c', SVC())]
Pipeline                    |tfidfnb | textstr | steps=[('v', CountVectorizer()), ('t', TfidfTransformer()), ('c', ComplementNB())]
Pipeline                    |hash | textstr | steps=[('v', HashingVectorizer(n_features=64)), ('c', SGDClassifier())]
Pipeline                    |textunion | textstr | steps=[('u', FeatureUnion(transformer_list=[('w', TfidfVectorizer()), ('c', TfidfVectorizer(analyzer='char_wb', ngram_range=(2, 3), max_features=40))])), ('c', LogisticRegression())]
Pipeline                    |knnimp | nan | steps=[('i', KNNImputer()), ('c', RandomForestClassifier(max_depth=3))]
Pipeline                    |nanhgb | nandf | steps=[('s', StandardScaler()), ('c', HistGradientBoostingClassifier(max_iter=2, min_samples_leaf=5))]
Pipeline                    |kbins | multi | steps=[('k', KBinsDiscretizer(n_bins=3)), ('c', BernoulliNB())]
Pipeline                    |dict | dicts | steps=[('d', DictVectorizer()), ('s', StandardScaler(with_mean=False))]
Pipeline                    |tablenan | tablenan | steps=[('pre', ColumnTransformer([('num', Pipeline(steps=[('i', SimpleImputer()), ('s', StandardScaler())]), ['MKT', 'SMB']), ('cat', Pipeline(steps=[('i', SimpleImputer(strategy='most_frequent')), ('o', OneHotEncoder(handle_unknown='ignore'))]), ['color', 'size'])])), ('m', Ridge())]
Pipeline                    |tableord | tablebin | steps=[('pre', ColumnTransformer([('cat', OrdinalEncoder(handle_unknown='use_encoded_value', unknown_value=-1), ['color', 'size'])], remainder='passthrough')), ('m', RandomForestClassifier(max_depth=3))]
Pipeline                    |target | tablebin | steps=[('pre', ColumnTransformer([('cat', TargetEncoder(), ['color', 'size'])], remainder=StandardScaler())), ('m', LogisticRegression())]
FeatureUnion                |nested | multi | transformer_list=[('a', FeatureUnion(transformer_list=[('p', PCA()), ('s', StandardScaler())], transformer_weights={'s': 0.5})), ('k', SelectKBest(k=2))], transformer_weights={'a': 3}
FeatureUnion                |drop | multi | transformer_list=[('p', PCA()), ('d', 'drop'), ('t', 'passthrough')], transformer_weights={'t': 2.0}
FeatureUnion                |sparse | csr | transformer_list=[('p', TruncatedSVD()), ('s', MaxAbsScaler())], transformer_weights={'s': 2.0}
FeatureUnion                |df | df4 | transformer_list=[('p', PCA()), ('s', StandardScaler())], transformer_weights={'p': 0.5}
FeatureUnion                |terse | df4 | transformer_list=[('p', PCA()), ('s', StandardScaler())], verbose_feature_names_out=False
FeatureUnion                |text | text | transformer_list=[('w', CountVectorizer()), ('c', HashingVectorizer(n_features=32))], transformer_weights={'w': 0.5}
FeatureUnion                |f32 | multif32 | transformer_list=[('p', PCA()), ('s', StandardScaler())], transformer_weights={'p': 0.1, 's': 2}
ColumnTransformer           |weights | table | transformers=[('num', StandardScaler(), ['MKT', 'SMB']), ('cat', OneHotEncoder(), ['color', 'size'])], transformer_weights={'num': 10.0, 'cat': 0.5}
ColumnTransformer           |remweights | table | transformers=[('num', StandardScaler(), ['MKT']), ('cat', OneHotEncoder(), ['color'])], remainder='drop', transformer_weights={'num': 3.0}
ColumnTransformer           |remest | multi | transformers=[('a', MinMaxScaler(), [0])], remainder=StandardScaler(), transformer_weights={'remainder': 2}
ColumnTransformer           |nested | table | transformers=[('inner', ColumnTransformer([('n', StandardScaler(), ['MKT']), ('c', OneHotEncoder(), ['color'])]), ['MKT', 'color']), ('o', 'passthrough', ['SMB'])]
ColumnTransformer           |nestedpos | multi | transformers=[('inner', ColumnTransformer([('n', StandardScaler(), [1]), ('c', 'passthrough', [0])]), [2, 3]), ('o', MinMaxScaler(), [0])], remainder='passthrough'
ColumnTransformer           |nestedsel | table | transformers=[('inner', ColumnTransformer([('n', StandardScaler(), make_column_selector(dtype_include=float))], remainder='drop'), ['MKT', 'color', 'SMB']), ('c', OrdinalEncoder(), make_column_selector(pattern='o'))]
ColumnTransformer           |texts | tabletext | transformers=[('t', TfidfVectorizer(), 'title'), ('b', CountVectorizer(), 'body'), ('n', StandardScaler(), ['num'])]
ColumnTransformer           |text | tabletext | transformers=[('t', TfidfVectorizer(), 'title')], remainder='drop'
ColumnTransformer           |textsw | tabletext | transformers=[('t', TfidfVectorizer(), 'title'), ('b', HashingVectorizer(n_features=16), 'body')], remainder='drop', transformer_weights={'b': 0.1}
ColumnTransformer           |textpass | tabletext | transformers=[('t', TfidfVectorizer(), 'title'), ('b', 'drop', 'body')], remainder='passthrough'
ColumnTransformer           |empty | table | transformers=[('e', StandardScaler(), []), ('n', MinMaxScaler(), ['SMB'])]
ColumnTransformer           |emptymask | multi | transformers=[('e', OneHotEncoder(), [False, False, False, False]), ('n', MinMaxScaler(), slice(1, 3))]
ColumnTransformer           |emptysel | df4 | transformers=[('e', OneHotEncoder(), make_column_selector(dtype_include=object)), ('n', MinMaxScaler(), make_column_selector(dtype_include=float))]
ColumnTransformer           |allempty | multi | transformers=[('e', StandardScaler(), [])]
ColumnTransformer           |strslice | df4 | transformers=[('a', StandardScaler(), slice('b', 'd'))], remainder='passthrough'
ColumnTransformer           |negpos | multi | transformers=[('a', StandardScaler(), [-1, 0]), ('b', 'passthrough', slice(-3, -1))]
ColumnTransformer           |mask | df4 | transformers=[('a', StandardScaler(), [True, False, True, False])], remainder=MinMaxScaler()
ColumnTransformer           |npmask | multi | transformers=[('a', StandardScaler(), np.array([True, False, True, False]))], remainder='passthrough'
ColumnTransformer           |single | df4 | transformers=[('a', 'passthrough', 'a'), ('b', FunctionTransformer(np.exp), ['b'])]
ColumnTransformer           |twice | df4 | transformers=[('a', StandardScaler(), ['a', 'b']), ('b', MinMaxScaler(), ['b', 'a'])], remainder='passthrough'
ColumnTransformer           |terse | table | transformers=[('num', StandardScaler(), ['MKT', 'SMB']), ('cat', OneHotEncoder(), ['color', 'size'])], verbose_feature_names_out=False
ColumnTransformer           |fmt | table | transformers=[('num', StandardScaler(), ['MKT', 'SMB'])], remainder='passthrough', verbose_feature_names_out='{transformer_name}>{feature_name}'
ColumnTransformer           |sparse0 | table | transformers=[('num', StandardScaler(), ['MKT', 'SMB']), ('cat', OneHotEncoder(), ['color', 'size'])], sparse_threshold=0
ColumnTransformer           |sparse1 | table | transformers=[('num', StandardScaler(), ['MKT', 'SMB']), ('cat', OneHotEncoder(), ['color', 'size'])], sparse_threshold=1.0
ColumnTransformer           |csr | csr | transformers=[('a', StandardScaler(with_mean=False), [0, 1])], remainder='passthrough'
ColumnTransformer           |csrdense | csr | transformers=[('a', StandardScaler(with_mean=False), [0, 1])], remainder='passthrough', sparse_threshold=0
ColumnTransformer           |cat | tablecat | transformers=[('o', OrdinalEncoder(), ['color', 'size'])], remainder='passthrough'
ColumnTransformer           |nan | tablenan | transformers=[('n', StandardScaler(), ['MKT', 'SMB']), ('c', OneHotEncoder(), ['color']), ('i', SimpleImputer(strategy='constant', fill_value='?'), ['size'])]
ColumnTransformer           |f32 | multif32 | transformers=[('a', StandardScaler(), [0, 1]), ('b', PolynomialFeatures(), [2, 3])]
ColumnTransformer           |mixed | table | transformers=[('n', 'passthrough', ['MKT']), ('c', 'passthrough', ['color'])]
DictVectorizer              |num | dictnum |
HistGradientBoostingClassifier |cats | hgbcatbin | max_iter=3, min_samples_leaf=3, categorical_features=[1]
HistGradientBoostingClassifier |cattable | tablecat | max_iter=3, min_samples_leaf=3, categorical_features='from_dtype'
HistGradientBoostingRegressor  |catnames | df4 | max_iter=3, min_samples_leaf=3, monotonic_cst={'a': 1, 'c': -1}
HistGradientBoostingClassifier |f32 | multif32 | max_iter=3, min_samples_leaf=3
RandomForestClassifier      |multioutstr | multioutstr | max_depth=3
RandomForestRegressor       |nan | nanreg | max_depth=3
ExtraTreesRegressor         |nan | nanreg | max_depth=3
DecisionTreeRegressor       |nan | nanreg | max_depth=4
RidgeClassifier             |multilabel | multilabel |
RidgeClassifierCV           |multilabel | multilabel |
NMF                         |is | posstrict | solver='mu', beta_loss='itakura-saito', init='nndsvda', max_iter=30
NMF                         |csr | poscsr | max_iter=50
NMF                         |csrmu | poscsr | solver='mu', beta_loss='kullback-leibler', max_iter=30, init='nndsvda'
NMF                         |half | pos | solver='mu', beta_loss=1.5, max_iter=30
MiniBatchNMF                |kl | pos | beta_loss='kullback-leibler'
GaussianProcessRegressor    |multinorm | multireg | kernel=kernels_RBF(1.0), normalize_y=True, alpha=0.1
GaussianProcessRegressor    |compound | reg | kernel=kernels_Const(2.0) * kernels_RBF(1.0) + kernels_Dot(0.5) * kernels_White(0.1), alpha=0.05
GaussianProcessClassifier   |binstr | binstr | kernel=kernels_Matern(nu=2.5)
DummyClassifier             |multiout | multioutstr | strategy='most_frequent'
DummyClassifier             |uniform | multistr | strategy='uniform'
DummyRegressor              |constant | multireg | strategy='constant', constant=[1.0, 2.0]
"""

RECIPES = [tuple(c.strip() for c in line.split("|", 3)) for line in TABLE.strip().splitlines()]
